import { type Command, Help, type HelpConfiguration, type Option } from 'commander';

const plain = new Help();

/** How commands are told: by what they cannot do without, and in a list by the beginning of what they do. */
export const helpStyle: HelpConfiguration = {
  showGlobalOptions: true,
  commandUsage: (command) =>
    [plain.commandUsage(command), ...neededBy(command).map(longFlag)].join(' '),
  optionDescription: (option) =>
    `${plain.optionDescription(option)}${option.mandatory ? ' (needed)' : ''}`,
  // Without `[options]`, which nearly all have.
  subcommandTerm: (command) =>
    `${command.name()} ${command.usage()}`.replace(/ ?\[options\]| ?\[command\]/g, ''),
  subcommandDescription: (command) => command.description().replace(/[.:;] .*|[.]$/s, ''),
};

const neededBy = (command: Command): readonly Option[] =>
  command.options.filter(({ mandatory }) => mandatory);

const longFlag = ({ flags }: Option): string => flags.replace(/^-\w, /, '');

export const environmentHelp = `Environment:
  FARTHING_URL             where Farthing runs; without it, the local stack of
                           \`npm start\`
  FARTHING_API_KEY         the key to use there
  FARTHING_ACTOR           who you are, for the audit of what is changed
  FARTHING_STACK           name of the stack, for \`farthing dlq\` and
                           \`farthing doctor\`
  FARTHING_KEYS_FUNCTION   name of the IssueKeys function, for \`farthing keys\`
  FARTHING_REBUILD_FUNCTION
                           name of the RebuildProjections function, for
                           \`farthing … rebuild\`

Exit codes: 0 ok, 1 failed, 2 called wrongly, 3 a check found a difference.`;
