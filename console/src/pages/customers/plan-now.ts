interface PlanFrom {
  readonly plan: string | null;
  readonly from: string;
}

/** The plan that counts on a day, `YYYY-MM-DD`; undefined where that is the default plan, or none. */
export const planNow = (plans: readonly PlanFrom[] = [], day: string): string | undefined =>
  plans.findLast(({ from }) => from <= day)?.plan ?? undefined;
