import type { LogBytes } from './log.ts';

/** What events take in the log, as Markdown. */
export function logPart(log: readonly LogBytes[] | undefined): string[] {
  if (log === undefined) return [];
  const fixed = (value: number, places = 2): string => value.toFixed(places);
  return [
    '## Bytes of the usage log (`npm run bench -- log`)\n',
    'Blocks of version 1 and of version 2, written and read in turn, no store in between; the best of 12 rounds, in µs of processor an event.\n',
    '| load | events a block | bytes an event: 1 | **2** | write units: 1 | **2** | to write: 1 | 2 | to read as a tail: 1 | 2 | to read the events: 1 | 2 |',
    '|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|',
    ...log.map(({ load, eventsPerBlock, before, now }) => {
      const pairs = (['writeMicros', 'tailMicros', 'readMicros'] as const).flatMap((name) => [
        fixed(before[name]),
        fixed(now[name]),
      ]);
      const bytes = `${fixed(before.bytes, 1)} | **${fixed(now.bytes, 1)}**`;
      const units = `${fixed(before.writeUnits, 4)} | **${fixed(now.writeUnits, 4)}**`;
      return `| ${load} | ${fixed(eventsPerBlock, 0)} | ${bytes} | ${units} | ${pairs.join(' | ')} |`;
    }),
    '',
    'Of version 2, each column compressed by itself, in bytes an event; 6 of prefixes, and 14 a block, are beside them:\n',
    '| load | events a block | source | id | type | subject | time | data |',
    '|---|--:|--:|--:|--:|--:|--:|--:|',
    ...log.map(({ load, eventsPerBlock, columns }) => {
      const cells = ['source', 'id', 'type', 'subject', 'time', 'data'].map((name) =>
        fixed(columns[name] ?? 0),
      );
      return `| ${load} | ${fixed(eventsPerBlock, 0)} | ${cells.join(' | ')} |`;
    }),
    '',
  ];
}
