import type { JSX } from 'preact';
import { separated } from '../words.ts';
import { linesUpTo } from './scale.ts';
import { type Bar, heightsOf, others, seriesOf } from './series.ts';

const width = 800;
const height = 220;
const left = 72;
const top = 12;
const bottom = 28;
const inner = { width: width - left - 8, height: height - top - bottom };

/**
 * Bars beside one another, from zero, their parts on one another. It is a picture for who sees it: a screen reader is
 * told what it is of, and the table beside it has the values. What is drawn goes by doubles, exact enough for pixels.
 */
export function BarChart({
  label,
  bars,
}: {
  readonly label: string;
  readonly bars: readonly Bar[];
}): JSX.Element {
  const series = seriesOf(bars);
  const stacks = bars.map((bar) => ({ bar, parts: heightsOf(bar, series) }));
  const lines = linesUpTo(Math.max(0, ...stacks.map(({ parts }) => parts.at(-1)?.to ?? 0)));
  const most = lines.at(-1) ?? 1;
  const yOf = (value: number): number => top + inner.height * (1 - value / most);
  const step = inner.width / Math.max(1, bars.length);
  return (
    <>
      <svg class="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        <Lines lines={lines} yOf={yOf} />
        {stacks.map(({ bar, parts }, index) => (
          <g key={`${bar.label} ${index}`}>
            <title>{titleOf(bar)}</title>
            {parts.map(({ name, from, to }) => (
              <rect
                key={name}
                class={`bar ${colourOf(series, name)}`}
                x={left + step * (index + 0.1)}
                y={yOf(to)}
                width={Math.max(1, step * 0.8)}
                height={yOf(from) - yOf(to)}
              />
            ))}
          </g>
        ))}
        <Labels bars={bars} step={step} />
      </svg>
      {series.length > 1 ? <Legend series={series} /> : null}
    </>
  );
}

/** By its place, so that a colour is the same in the legend; what stands together has the last. */
const colourOf = (series: readonly string[], name: string): string =>
  name === others ? 'colour-others' : `colour-${series.indexOf(name)}`;

const titleOf = ({ label, parts }: Bar): string =>
  `${label}: ${parts.map(({ name, value }) => `${name} ${separated(value)}`.trim()).join(', ')}`;

function Lines({
  lines,
  yOf,
}: {
  readonly lines: readonly number[];
  readonly yOf: (value: number) => number;
}): JSX.Element {
  return (
    <>
      {lines.map((line) => (
        <g key={line}>
          <line x1={left} x2={width - 8} y1={yOf(line)} y2={yOf(line)} />
          <text x={left - 8} y={yOf(line) + 4} text-anchor="end">
            {shortly(line)}
          </text>
        </g>
      ))}
    </>
  );
}

const labelCharactersMax = 14;

/** As many as there is room for. */
function Labels({
  bars,
  step,
}: {
  readonly bars: readonly Bar[];
  readonly step: number;
}): JSX.Element {
  const longest = Math.max(
    1,
    ...bars.map(({ label }) => Math.min(label.length, labelCharactersMax)),
  );
  const every = Math.max(1, Math.ceil((longest * 8 + 12) / step));
  return (
    <>
      {bars.map(({ label }, index) =>
        index % every === 0 ? (
          <text key={label} x={left + step * (index + 0.5)} y={height - 8} text-anchor="middle">
            {label.length > labelCharactersMax
              ? `${label.slice(0, labelCharactersMax - 1)}…`
              : label}
          </text>
        ) : null,
      )}
    </>
  );
}

const Legend = ({ series }: { readonly series: readonly string[] }): JSX.Element => (
  <ul class="legend">
    {series.map((name) => (
      <li key={name}>
        <span class={`swatch ${colourOf(series, name)}`} aria-hidden="true" /> {name}
      </li>
    ))}
  </ul>
);

const shortly = (value: number): string =>
  Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 }).format(value);
