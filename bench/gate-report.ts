import type { Loaded } from './callers.ts';
import type { GateSpeed } from './gate.ts';

/** What a gate adds to an answer, as Markdown. */
export function gatePart(measured: readonly GateSpeed[] | undefined): string[] {
  if (measured === undefined) return [];
  const cells = ({ perSecond, msP50, msP99 }: Loaded): string =>
    `${Math.round(perSecond)} | ${msP50.toFixed(2)} | ${msP99.toFixed(2)}`;
  const rows = measured.flatMap(({ front, round, bare, gated, leased }) => [
    `| \`${front}\` | ${round} | bare | ${cells(bare)} |`,
    `| \`${front}\` | ${round} | behind a gate | ${cells(gated)} |`,
    `| \`${front}\` | ${round} | behind a gate with a lease | ${cells(leased)} |`,
  ]);
  return [
    '## A page behind a gate (`npm run bench -- gate`)\n',
    'A server of node:http that answers a small page, and the same behind `gateExpress`, asked over HTTP by 8 readers at a time whose threshold pays: each view is held before and captured after, or taken out of a lease in memory. The site, who asks and the stack share the cores. After each round what readers were charged is compared with what they were answered.\n',
    '| front of Farthing | round | site | pages/s | p50 ms | p99 ms |',
    '|---|--:|---|--:|--:|--:|',
    ...rows,
    '',
  ];
}
