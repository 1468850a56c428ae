import { invariant } from '../kernel/invariant.ts';
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

/** Plans of a tenant, each read once. */
export class LoadedPlans {
  readonly #plans: Plans;
  readonly #tenant: string;
  readonly #loaded = new Map<string, Promise<Plan | undefined>>();

  constructor(plans: Plans, tenant: string) {
    this.#plans = plans;
    this.#tenant = tenant;
  }

  get(key: string): Promise<Plan | undefined> {
    let plan = this.#loaded.get(key);
    if (plan === undefined) {
      plan = this.#load(key);
      this.#loaded.set(key, plan);
    }
    return plan;
  }

  async #load(key: string): Promise<Plan | undefined> {
    const record = await this.#plans.get(this.#tenant, key);
    return record === undefined ? undefined : planOf(record);
  }
}
