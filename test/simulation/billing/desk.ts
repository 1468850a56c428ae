import { Rejection } from '../../../core/kernel/rejection.ts';
import { Errands } from '../errands.ts';
import type { Process } from '../scheduler.ts';
import { billingPortsOf } from './ports.ts';
import type { BillingContext, BillingFunctions } from './run-context.ts';

export type Serve = ReturnType<BillingFunctions['serve']>;

/** From where people ask: again and again until an answer comes, or they give up. */
export class Desk {
  readonly #world: BillingContext;
  readonly #errands: Errands;

  constructor(world: BillingContext) {
    this.#world = world;
    this.#errands = new Errands(world);
  }

  get isBusy(): boolean {
    return this.#errands.isBusy;
  }

  errand(name: string, work: (serve: Serve) => Promise<void>): void {
    this.#errands.untilDone({ name, mayGiveUp: true }, async (process: Process) => {
      await work(this.#world.functions.serve(billingPortsOf(this.#world, process)));
    });
  }

  /** The answer, or undefined where it is refused for a reason there may be. */
  async refusable<Answer>(
    codes: readonly string[],
    ask: () => Answer | Promise<Answer>,
  ): Promise<Answer | undefined> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      this.#world.journal.note(() => `refused: ${error.code} ${error.message}`);
      if (codes.includes(error.code)) return undefined;
      this.#world.journal.violated({
        rule: 'what is right is not refused',
        detail: `${error.code}: ${error.message}`,
        about: 'refused',
      });
      return undefined;
    }
  }
}
