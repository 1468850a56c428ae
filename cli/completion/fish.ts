import type { CommandPlace } from './command-places.ts';
import { brief } from './shell-text.ts';

/** Fish looks into single quotes for a backslash and a quote, and for nothing else. */
const quoted = (text: string): string => `'${text.replaceAll(/[\\']/g, '\\$&')}'`;

/** Completes the command lines of a program in fish, and says what each word does. */
export const fishCompletion = (name: string, places: readonly CommandPlace[]): string => `\
# Completion of ${name} in fish: ${name} completion fish > ~/.config/fish/completions/${name}.fish
function __${name}_at
  set -l known ${places.map(({ place }) => quoted(place)).join(' ')}
  set -l place ${quoted(name)}
  for word in (commandline -opc)[2..]
    if contains -- "$place $word" $known
      set place "$place $word"
    end
  end
  test "$place" = "$argv[1]"
end
complete -c ${name} -e
${places.flatMap((one, index) => atPlace(name, one, index === 0)).join('\n')}
`;

function atPlace(
  name: string,
  { place, words, flags, takesFile }: CommandPlace,
  isProgram: boolean,
): string[] {
  const at = `complete -c ${name} -n ${quoted(`__${name}_at ${quoted(place)}`)}`;
  const anywhere = isProgram ? `complete -c ${name}` : at;
  return [
    ...(takesFile ? [] : [`${at} -f`]),
    ...words.map(({ text, does }) => `${at} -a ${quoted(text)} -d ${quoted(brief(does))}`),
    ...flags.map(({ texts, does, value }) => {
      const names = texts.map((text) =>
        text.startsWith('--') ? `-l ${text.slice(2)}` : `-s ${text.slice(1)}`,
      );
      return [anywhere, ...names, ...atValue(value), `-d ${quoted(brief(does))}`].join(' ');
    }),
  ];
}

function atValue(value: 'none' | 'any' | 'file' | readonly string[]): string[] {
  if (value === 'none') return [];
  if (value === 'file') return ['-r -F'];
  return value === 'any' ? ['-x'] : [`-x -a ${quoted(value.join(' '))}`];
}
