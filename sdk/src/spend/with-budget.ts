import type { Operations } from '../contract/index.ts';
import { FarthingError, ProblemError } from '../read/errors.ts';
import type { Spender } from './create-spender.ts';

type HoldRequest = Operations['holdUsage']['body'];

/** How a handler is asked for. */
export interface BudgetOptions<Event, Answer> {
  /** What a call may use at most. */
  hold(event: Event): HoldRequest | Promise<HoldRequest>;
  /**
   * How much it used, as decimal text, by what it answered.
   * @default - all that was held
   */
  used?(answer: Answer, event: Event): string;
  /** What is answered where it does not fit. */
  refused(problem: ProblemError, event: Event): Answer | Promise<Answer>;
}

/**
 * A handler that runs only where what it may use fits, and is charged for what it used. Where it throws, all is given
 * back. What is not captured before the hold ends is not charged.
 */
export const withBudget =
  <Event, Answer, Rest extends readonly unknown[]>(
    handler: (event: Event, ...rest: Rest) => Answer | Promise<Answer>,
    { holds }: Pick<Spender, 'holds'>,
    { hold, used, refused }: BudgetOptions<Event, Answer>,
  ) =>
  async (event: Event, ...rest: Rest): Promise<Answer> => {
    const request = await hold(event);
    let id: string;
    try {
      ({ id } = await holds.create(request));
    } catch (error) {
      if (error instanceof ProblemError && error.status === 402) return refused(error, event);
      throw error;
    }
    let answer: Answer;
    try {
      answer = await handler(event, ...rest);
    } catch (error) {
      await holds.release(id).catch(onlyOurs);
      throw error;
    }
    await holds.capture(id, { quantity: used?.(answer, event) ?? request.quantity });
    return answer;
  };

/** What the handler threw matters more; what is not given back now ends by itself. */
function onlyOurs(error: unknown): void {
  if (!(error instanceof FarthingError)) throw error;
}
