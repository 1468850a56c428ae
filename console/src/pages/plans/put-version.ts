import { ProblemError } from '../../../../sdk/src/read/errors.ts';
import type { AnswerOf, Api, RequestOf } from '../../api.ts';
import { type Fault, PageRefusal } from '../../faults.ts';
import type { VersionDraft } from './version-draft.ts';
import type { Plan } from './version-times.ts';

export type PutPlan = AnswerOf<'PUT /v1/plans/{key}'>;
type PlanBody = RequestOf<'PUT /v1/plans/{key}'>['body'];

/** What is to become of a plan: a version beside the others, or in the place of one that has not begun. */
export interface VersionChange {
  readonly draft: VersionDraft;
  /** The first day of the version that it replaces. */
  readonly replaces: string | undefined;
}

/** The whole plan with a version, and the version's place in it; or that there is another of the same day. */
export function planWith(
  plan: Pick<Plan, 'name' | 'versions'>,
  { draft, replaces }: VersionChange,
): { readonly body: PlanBody; readonly index: number } | { readonly fault: Fault } {
  const others = plan.versions.filter(({ effectiveFrom }) => effectiveFrom !== replaces);
  const day = draft['effectiveFrom'];
  if (others.some(({ effectiveFrom }) => effectiveFrom === day)) {
    const says = `there is a version of ${String(day)} already: change that, or name another day`;
    return { fault: { at: '/effectiveFrom', says } };
  }
  const before = others.filter(({ effectiveFrom }) => effectiveFrom < String(day));
  const versions = [...before, draft, ...others.slice(before.length)];
  return { body: bodyOf(plan, versions as unknown as PlanBody['versions']), index: before.length };
}

/** The whole plan without a version, for one that has not begun. */
export const planWithout = (plan: Plan, day: string): PlanBody =>
  bodyOf(
    plan,
    plan.versions.filter(({ effectiveFrom }) => effectiveFrom !== day),
  );

const bodyOf = ({ name }: Pick<Plan, 'name'>, versions: PlanBody['versions']): PlanBody => ({
  ...(name === undefined || name === '' ? {} : { name }),
  versions,
});

/**
 * Puts a whole plan, if it is now as it was looked at: `before` is its revision then, undefined for a plan that is to
 * be new. Rejects with `PageRefusal` where somebody else has changed it, or made one by that key.
 */
export async function putPlan(
  api: Api,
  {
    key,
    before,
    body,
  }: { readonly key: string; readonly before: number | undefined; readonly body: PlanBody },
): Promise<PutPlan> {
  const now = await revisionOf(api, key);
  if (now !== before) {
    throw new PageRefusal(
      before === undefined
        ? `there is a plan ${key} already: open it, and add a version`
        : `the plan ${key} was changed by somebody else: load it again, and look at it`,
    );
  }
  return api.ask('PUT /v1/plans/{key}', { path: { key }, body });
}

async function revisionOf(api: Api, key: string): Promise<number | undefined> {
  try {
    return (await api.ask('GET /v1/plans/{key}', { path: { key } })).revision;
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'plan.not-found') return undefined;
    throw error;
  }
}
