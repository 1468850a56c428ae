import type { CommandPlace } from './command-places.ts';

/** Text that a shell takes as one word and does not look into. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Every place but the program itself, as the pattern of a `case`. */
export const knownPlaces = (places: readonly CommandPlace[]): string =>
  places
    .slice(1)
    .map(({ place }) => quoted(place))
    .join('|');

/** Branches of a `case`: what stands at a place, and what to do there. */
export const branches = (all: readonly (readonly [at: string, act: string])[]): string =>
  all.map(([at, act]) => `    ${at}) ${act} ;;`).join('\n');

/** Values of options, each with where it stands: a place and the option before it. */
export const valueBranches = (
  places: readonly CommandPlace[],
  act: (value: 'any' | 'file' | readonly string[]) => string,
): string =>
  branches(
    places.flatMap(({ place, flags }, index) =>
      flags.flatMap(({ texts, value }): (readonly [string, string])[] => {
        if (value === 'none') return [];
        const before = texts.map((text) => (index === 0 ? ` ${text}` : `${place} ${text}`));
        const any = index === 0 ? '*' : '';
        return [[before.map((text) => `${any}${quoted(text)}`).join('|'), act(value)]];
      }),
    ),
  );

/** Options by their long names. */
export const longFlags = (
  flags: CommandPlace['flags'],
): readonly { text: string; does: string }[] =>
  flags.flatMap(({ texts, does }) =>
    texts.filter((text) => text.startsWith('--')).map((text) => ({ text, does })),
  );

/** The beginning of what a command or an option does, on one line. */
export const brief = (does: string): string => does.split(/[.;](?: |$)| [(]/)[0] ?? '';
