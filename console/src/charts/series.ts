/** What one window, or one group, is made of. Values are decimals. */
export interface Bar {
  readonly label: string;
  readonly parts: readonly { readonly name: string; readonly value: string }[];
}

/** More than these cannot be told apart by colour: the least stand together. */
const seriesMax = 6;
export const others = 'others';

/** The names of all parts, those first that come to most; what is over `seriesMax` is left out. */
export function seriesOf(bars: readonly Bar[]): readonly string[] {
  const totals = new Map<string, number>();
  for (const { name, value } of bars.flatMap(({ parts }) => parts)) {
    totals.set(name, (totals.get(name) ?? 0) + Number(value));
  }
  const ranked = [...totals].sort(([, one], [, other]) => other - one).map(([name]) => name);
  return ranked.length <= seriesMax ? ranked : [...ranked.slice(0, seriesMax - 1), others];
}

/** How high each series stands in a bar, for the picture: doubles, from below. Nothing stands below zero. */
export function heightsOf(
  { parts }: Bar,
  series: readonly string[],
): readonly { readonly name: string; readonly from: number; readonly to: number }[] {
  const heights = new Map<string, number>(series.map((name) => [name, 0]));
  for (const { name, value } of parts) {
    const into = heights.has(name) ? name : others;
    heights.set(into, (heights.get(into) ?? 0) + Math.max(0, Number(value)));
  }
  let reached = 0;
  return [...heights].map(([name, height]) => {
    const from = reached;
    reached += height;
    return { name, from, to: reached };
  });
}
