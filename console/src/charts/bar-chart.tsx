import type { JSX } from 'preact';
import { separated } from '../words.ts';
import { type Bar, linesUpTo } from './scale.ts';

const width = 800;
const height = 220;
const left = 72;
const top = 12;
const bottom = 28;
const inner = { width: width - left - 8, height: height - top - bottom };

/**
 * Bars beside one another, from zero. It is a picture for who sees it: a screen reader is told what it is of, and the
 * table beside it has the values. What is drawn goes by doubles, which are exact enough for pixels.
 */
export function BarChart({
  label,
  bars,
}: {
  readonly label: string;
  readonly bars: readonly Bar[];
}): JSX.Element {
  const values = bars.map(({ value }) => Number(value));
  const lines = linesUpTo(Math.max(0, ...values));
  const most = lines.at(-1) ?? 1;
  const yOf = (value: number): number => top + inner.height * (1 - Math.max(0, value) / most);
  const step = inner.width / Math.max(1, bars.length);
  const every = Math.ceil(bars.length / 8);
  return (
    <svg class="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {lines.map((line) => (
        <g key={line}>
          <line x1={left} x2={width - 8} y1={yOf(line)} y2={yOf(line)} />
          <text x={left - 8} y={yOf(line) + 4} text-anchor="end">
            {shortly(line)}
          </text>
        </g>
      ))}
      {bars.map(({ label: name, value }, index) => {
        const y = yOf(values[index] ?? 0);
        return (
          <rect
            key={name}
            class="bar"
            x={left + step * index + step * 0.1}
            y={y}
            width={Math.max(1, step * 0.8)}
            height={Math.max(0, top + inner.height - y)}
          >
            <title>{`${name}: ${separated(value)}`}</title>
          </rect>
        );
      })}
      {bars.map(({ label: name }, index) =>
        index % every === 0 ? (
          <text key={name} x={left + step * (index + 0.5)} y={height - 8} text-anchor="middle">
            {name}
          </text>
        ) : null,
      )}
    </svg>
  );
}

const shortly = (value: number): string =>
  Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 }).format(value);
