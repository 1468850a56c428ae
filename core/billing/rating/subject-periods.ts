import type { Period } from '../../kernel/timestamp.ts';

/** A subject over a period: what it used then. */
export interface SubjectPeriod {
  readonly subject: string;
  readonly period: Period;
}

/** As much of the parts as is in `period`. */
export const partsWithin = (parts: readonly SubjectPeriod[], period: Period): SubjectPeriod[] =>
  parts.flatMap(({ subject, period: part }) => {
    const start = part.start > period.start ? part.start : period.start;
    const end = part.end < period.end ? part.end : period.end;
    return start < end ? [{ subject, period: { start, end } }] : [];
  });

/** `period` without the others. */
export function outside(period: Period, others: readonly Period[]): Period[] {
  let left: Period[] = [period];
  for (const other of others) {
    left = left.flatMap(({ start, end }) =>
      [
        { start, end: other.start < end ? other.start : end },
        { start: other.end > start ? other.end : start, end },
      ].filter((part) => part.start < part.end),
    );
  }
  return left;
}
