import type { CommandPlace } from './command-places.ts';
import { branches, knownPlaces, longFlags, quoted, valueBranches } from './shell-text.ts';

/** Completes the command lines of a program in bash, with nothing but bash itself. */
export const bashCompletion = (name: string, places: readonly CommandPlace[]): string => `\
# Completion of ${name} in bash. In ~/.bashrc: source <(${name} completion bash)
_${name}() {
  local place=${quoted(name)} words='' flags='' files='' i
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]}
  # In --option=value the sign is a word of its own.
  if [[ $current == '=' ]]; then current=''
  elif [[ $before == '=' ]]; then before=\${COMP_WORDS[COMP_CWORD-2]}; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$place \${COMP_WORDS[i]}" in
      ${knownPlaces(places)}) place="$place \${COMP_WORDS[i]}" ;;
    esac
  done
  case $place in
${branches(places.map((one) => [quoted(one.place), atPlace(one)]))}
  esac
  if [[ $place != ${quoted(name)} ]]; then flags+=" ${textsOf(places[0])}"; fi
  if [[ $current == -* ]] || [[ -z $words && -z $files ]]; then words=$flags; fi
  case "$place $before" in
${valueBranches(places, atValue)}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [[ -z $files ]]; then compopt +o default 2>/dev/null; fi
}
complete -o default -F _${name} ${name}
`;

const textsOf = (place: CommandPlace | undefined): string =>
  longFlags(place?.flags ?? [])
    .map(({ text }) => text)
    .join(' ');

function atPlace(place: CommandPlace): string {
  const { words, takesFile } = place;
  return [
    ...(words.length === 0 ? [] : [`words=${quoted(words.map(({ text }) => text).join(' '))}`]),
    `flags=${quoted(textsOf(place))}`,
    ...(takesFile ? ['files=yes'] : []),
  ].join(' ');
}

function atValue(value: 'any' | 'file' | readonly string[]): string {
  if (value === 'file') return "words='' files=yes";
  return value === 'any' ? "words='' files=''" : `words=${quoted(value.join(' '))} files=''`;
}
