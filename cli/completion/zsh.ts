import type { CommandPlace } from './command-places.ts';
import { branches, brief, knownPlaces, longFlags, quoted, valueBranches } from './shell-text.ts';

/** Completes the command lines of a program in zsh, and says what each word does. */
export const zshCompletion = (name: string, places: readonly CommandPlace[]): string => `\
#compdef ${name}
# Completion of ${name} in zsh. In ~/.zshrc, after compinit: source <(${name} completion zsh)
_${name}() {
  local place=${quoted(name)} files='' word
  local -a candidates flags
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$place $word" in
      (${knownPlaces(places)}) place="$place $word" ;;
    esac
  done
  case "$place \${words[CURRENT-1]}" in
${valueBranches(places, atValue)}
  esac
  case $place in
${branches(places.map((one) => [quoted(one.place), atPlace(one)]))}
  esac
  if [[ $place != ${quoted(name)} ]]; then flags+=(${flagsOf(places[0])}); fi
  if [[ $PREFIX == -* ]] || (( ! $#candidates )) && [[ -z $files ]]; then candidates=("\${(@)flags}"); fi
  if (( $#candidates )); then _describe -t commands ${quoted(name)} candidates; fi
  if [[ -n $files && $PREFIX != -* ]]; then _files; fi
}
if [[ $funcstack[1] == _${name} ]]; then _${name} "$@"; else compdef _${name} ${name}; fi
`;

const described = (text: string, does: string): string =>
  quoted(`${text.replaceAll(':', '\\:')}:${brief(does)}`);

const flagsOf = (place: CommandPlace | undefined): string =>
  longFlags(place?.flags ?? [])
    .map(({ text, does }) => described(text, does))
    .join(' ');

function atPlace(place: CommandPlace): string {
  const { words, takesFile } = place;
  return [
    `candidates=(${words.map(({ text, does }) => described(text, does)).join(' ')})`,
    `flags=(${flagsOf(place)})`,
    ...(takesFile ? ['files=yes'] : []),
  ].join('; ');
}

function atValue(value: 'any' | 'file' | readonly string[]): string {
  if (value === 'file') return '_files; return';
  return value === 'any' ? 'return' : `compadd -- ${value.map(quoted).join(' ')}; return`;
}
