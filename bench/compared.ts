/** Figures by name. */
export type Samples = Readonly<Record<string, number>>;

/** What was measured in a commit's tree and in this one, in turn. */
export interface Comparison {
  readonly commit: string;
  readonly rounds: number;
  readonly there: readonly Samples[];
  readonly here: readonly Samples[];
}

/** Markdown: each figure's median and best on both sides, and this tree's over the commit's. */
export function comparisonReport({ commit, rounds, there, here }: Comparison): string {
  const names = [...new Set(there.flatMap((samples) => Object.keys(samples)))];
  return [
    `${rounds} rounds in turn: there is ${commit}, here is this tree; a ratio is here over there.\n`,
    '| figure | better | there: median | best | here: median | best | **ratio of medians** | of best |',
    '|:--|:--|--:|--:|--:|--:|--:|--:|',
    ...names.map((name) => rowOf(name, valuesOf(there, name), valuesOf(here, name))),
    '',
  ].join('\n');
}

function rowOf(name: string, there: readonly number[], here: readonly number[]): string {
  const isRate = /\/s$|a minute/.test(name);
  const best = (values: readonly number[]): number =>
    isRate ? Math.max(...values) : Math.min(...values);
  const cells = [median(there), best(there), median(here), best(here)].map(shown);
  const ratios = [median(here) / median(there), best(here) / best(there)];
  const [ofMedians, ofBest] = ratios.map((ratio) => ratio.toFixed(3));
  return `| ${name} | ${isRate ? 'more' : 'less'} | ${cells.join(' | ')} | **${ofMedians}** | ${ofBest} |`;
}

const valuesOf = (all: readonly Samples[], name: string): readonly number[] =>
  all.flatMap((samples) => samples[name] ?? []);

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

const shown = (value: number): string =>
  value.toLocaleString('en', { maximumSignificantDigits: 4 });
