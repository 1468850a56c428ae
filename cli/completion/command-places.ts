import type { Command, Option } from 'commander';

/** What can follow a command, by the words that lead to it: `farthing meters`. */
export interface CommandPlace {
  readonly place: string;
  /** Commands below it, and what an argument can be where that is a choice. */
  readonly words: readonly Candidate[];
  /** Its own; those of the program, which is the first place, can stand at each. */
  readonly flags: readonly CandidateFlag[];
  /** Whether an argument of it is a file. */
  readonly takesFile: boolean;
}

/** A word that can stand there, and what it does. */
interface Candidate {
  readonly text: string;
  readonly does: string;
}

interface CandidateFlag {
  /** All that it is written as: `-o`, `--output`. */
  readonly texts: readonly string[];
  readonly does: string;
  /** What follows it; a list where that is a choice. */
  readonly value: 'none' | 'any' | 'file' | readonly string[];
}

/** Every place of a program, from its own name on. */
export function commandPlaces(program: Command): readonly CommandPlace[] {
  const placesOf = (command: Command, place: string): readonly CommandPlace[] => {
    const help = command.createHelp();
    const below = help.visibleCommands(command).filter((child) => child.name() !== 'help');
    const parameters = command.registeredArguments;
    const choices = parameters.flatMap(({ argChoices }) => argChoices ?? []);
    return [
      {
        place,
        words: [
          ...below.map((child) => ({ text: child.name(), does: child.description() })),
          ...choices.map((text) => ({ text, does: '' })),
        ],
        flags: help.visibleOptions(command).map(flagFrom),
        takesFile: parameters.some((parameter) => fileNames.includes(parameter.name())),
      },
      ...below.flatMap((child) => placesOf(child, `${place} ${child.name()}`)),
    ];
  };
  return placesOf(program, program.name());
}

/** What arguments and values are called that are files. */
const fileNames = ['file', 'folder', 'dir', 'resources'];

function flagFrom(option: Option): CandidateFlag {
  const { short, long, description, argChoices, flags } = option;
  const named = /<(\w+)/.exec(flags)?.[1];
  const kind = named !== undefined && fileNames.includes(named) ? 'file' : 'any';
  return {
    texts: [short, long].flatMap((text) => text ?? []),
    does: description,
    value: option.required || option.optional ? (argChoices ?? kind) : 'none',
  };
}
