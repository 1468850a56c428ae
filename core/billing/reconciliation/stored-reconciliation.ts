import { invariant } from '../../kernel/invariant.ts';
import { isMonth } from '../../kernel/month.ts';
import { StoredObject } from '../../kernel/stored.ts';
import { timestampOf } from '../../kernel/timestamp.ts';
import { type Comparison, comparisonKinds, type Finding, type Pass } from './ports.ts';

/** A comparison as it is kept. Throws `InvariantViolation`, as all of these do, for what no version of ours wrote. */
export function comparisonFrom(value: unknown): Comparison {
  const stored = new StoredObject(value, 'a comparison of a pass');
  return {
    kind: stored.oneOf('kind', comparisonKinds),
    ...(stored.has('month') ? { month: stored.month('month') } : {}),
    begunAt: timestampOf(stored.integer('begunAt')),
    endedAt: timestampOf(stored.integer('endedAt')),
    compared: stored.integer('compared'),
    differing: stored.integer('differing'),
    findings: findingsIn(stored),
  };
}

/** The member `findings` of what was stored or queued. */
export const findingsIn = (stored: StoredObject): readonly Finding[] =>
  stored.objects('findings').map((finding) => ({
    code: finding.text('code'),
    detail: finding.text('detail'),
    ...(finding.has('expected') ? { expected: finding.text('expected') } : {}),
    ...(finding.has('found') ? { found: finding.text('found') } : {}),
  }));

/** A pass as it is kept. */
export function passFrom(value: unknown): Pass {
  const stored = new StoredObject(value, 'a pass');
  return {
    begunAt: timestampOf(stored.integer('begunAt')),
    endedAt: timestampOf(stored.integer('endedAt')),
  };
}

/** The name of a comparison among those that are kept of a tenant. */
export function comparisonName({ kind, month }: Pick<Comparison, 'kind' | 'month'>): string {
  if (kind !== 'invoices') return kind;
  invariant(month !== undefined && isMonth(month), 'invoices are compared month by month');
  return `${kind} ${month}`;
}
