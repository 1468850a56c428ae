import type { PlanVersionBody } from '../contract/catalog/plan-shapes.ts';
import { sha256 } from '../kernel/digest.ts';
import { invariant } from '../kernel/invariant.ts';
import { canonicalText } from '../kernel/json.ts';
import { Rejection } from '../kernel/rejection.ts';
import type { Plan } from '../pricing/plan.ts';
import { planFrom } from '../pricing/plan-from.ts';
import type { PlanRecord, Plans } from './ports.ts';

/** The plan that was sent. */
export function planOf({ key, body }: PlanRecord): Plan {
  const plan = planFrom(body);
  if (plan instanceof Rejection) {
    invariant(false, `a plan is stored only when it is sound, and ${key} is not: ${plan.message}`);
  }
  return plan;
}

/** What names a version as it was put: SHA-256 of it as canonical JSON, in base64. */
export const planDigest = (version: PlanVersionBody): string =>
  sha256(canonicalText(version)).toString('base64');

interface Loaded {
  readonly plan: Plan;
  readonly versions: readonly PlanVersionBody[];
  readonly digests: Map<string, string>;
}

/** Plans of a tenant, each read once. */
export class LoadedPlans {
  readonly #plans: Plans;
  readonly #tenant: string;
  readonly #loaded = new Map<string, Promise<Loaded | undefined>>();

  constructor(plans: Plans, tenant: string) {
    this.#plans = plans;
    this.#tenant = tenant;
  }

  async get(key: string): Promise<Plan | undefined> {
    return (await this.#record(key))?.plan;
  }

  async digest(key: string, version: string): Promise<string> {
    const loaded = await this.#record(key);
    const body = loaded?.versions.find(({ effectiveFrom }) => effectiveFrom === version);
    invariant(loaded !== undefined && body !== undefined, `${key} has prices from ${version} on`);
    const known = loaded.digests.get(version) ?? planDigest(body);
    loaded.digests.set(version, known);
    return known;
  }

  #record(key: string): Promise<Loaded | undefined> {
    let plan = this.#loaded.get(key);
    if (plan === undefined) {
      plan = this.#load(key);
      this.#loaded.set(key, plan);
    }
    return plan;
  }

  async #load(key: string): Promise<Loaded | undefined> {
    const record = await this.#plans.get(this.#tenant, key);
    if (record === undefined) return undefined;
    const { versions } = record.body;
    return { plan: planOf(record), versions, digests: new Map() };
  }
}
