import type { Dice } from './dice.ts';
import type { Faults } from './faults.ts';
import type { Notes } from './journal.ts';
import type { Process, Scheduler } from './scheduler.ts';
import type { CommonState } from './states.ts';

const HELD_UP_STEPS_MAX = 150;
const SLOW_STEPS_MAX = 30;
const DELAY_STEPS_MAX = 250;

/** One call of a process to something outside it. */
export interface Call<Answer> {
  readonly name: string;
  /** What it is about, for the trace. */
  readonly about: () => string;
  /** Has its effect at once, and answers. */
  readonly perform: () => Promise<Answer>;
  /** The answer in a few words, for the trace. */
  readonly shown?: (answer: Answer) => string;
}

/** A call that changes something. */
export interface Write<Answer> extends Call<Answer> {
  /** What the adapter says when no answer came. */
  readonly unanswered: Answer;
}

/** The call was refused, or a read had no answer: what an adapter throws. */
class CallFailed extends Error {
  override readonly name = 'CallFailed';
}

/**
 * All that lies between a process and what it calls. A call takes two turns: one on its way there, when it has its
 * effect, and one on its way back. Crashes fall on either, and between them anything may happen.
 */
export class Network {
  readonly #scheduler: Scheduler;
  readonly #dice: Dice;
  readonly #journal: Notes<CommonState>;
  faults: Faults;

  constructor(scheduler: Scheduler, dice: Dice, journal: Notes<CommonState>, faults: Faults) {
    this.#scheduler = scheduler;
    this.#dice = dice;
    this.#journal = journal;
    this.faults = faults;
  }

  async read<Answer>(process: Process, call: Call<Answer>): Promise<Answer> {
    await this.#turn(process, () => {
      this.#journal.reached('crash before the effect');
    });
    const failure = this.#readFailure();
    const outcome = failure ?? { answer: await call.perform() };
    await this.#turn(process);
    if (typeof outcome === 'string') return this.#failed(process, call, outcome);
    this.#note(process, call, call.shown?.(outcome.answer) ?? 'answered');
    return outcome.answer;
  }

  async write<Answer>(process: Process, call: Write<Answer>): Promise<Answer> {
    await this.#turn(process, () => {
      this.#journal.reached('crash before the effect');
      if (this.#dice.chance(0.5)) this.#later(process, call);
    });
    const { what, answer } = await this.#attempted(process, call);
    await this.#turn(process, () => {
      this.#journal.reached('crash after the commit');
    });
    if (answer === undefined) return this.#failed(process, call, what);
    this.#note(process, call, `${what}: ${text(answer)}`);
    return answer;
  }

  async #attempted<Answer>(
    process: Process,
    call: Write<Answer>,
  ): Promise<{ what: string; answer: Answer | undefined }> {
    const { faults } = this;
    const dice = this.#dice;
    if (this.#isRefused()) return { what: 'refused', answer: undefined };
    if (dice.chance(faults.requestLost)) {
      this.#journal.reached('request lost');
      return { what: 'request lost', answer: call.unanswered };
    }
    if (dice.chance(faults.delayed)) {
      this.#later(process, call);
      return { what: 'delayed', answer: call.unanswered };
    }
    const first = await call.perform();
    if (dice.chance(faults.answerLost)) {
      this.#journal.reached('answer lost after the commit');
      return { what: `answer lost, was ${text(first)}`, answer: call.unanswered };
    }
    if (!dice.chance(faults.askedTwice)) return { what: 'answered', answer: first };
    const second = await call.perform();
    if (first === 'put' && second === 'taken') this.#journal.reached('taken by its own first try');
    return { what: 'asked twice', answer: second };
  }

  #readFailure(): string | undefined {
    if (this.#isRefused()) return 'refused';
    if (!this.#dice.chance(this.faults.requestLost)) return undefined;
    this.#journal.reached('request lost');
    return 'request lost';
  }

  #isRefused(): boolean {
    const isRefused = this.#dice.chance(this.faults.refused);
    if (isRefused) this.#journal.reached('call refused');
    return isRefused;
  }

  #later<Answer>(process: Process, call: Write<Answer>): void {
    this.#scheduler.later(this.#dice.below(DELAY_STEPS_MAX), () => {
      void call.perform().then((answer) => {
        this.#note(process, call, `landed late: ${text(answer)}`);
        this.#journal.reached(
          answer === 'taken' ? 'delayed write refused' : 'delayed write landed',
        );
      });
    });
  }

  #turn(process: Process, onCrash?: () => void): Promise<void> {
    const isHeldUp = this.#dice.chance(this.faults.heldUp);
    if (isHeldUp) this.#journal.reached('process held up');
    const most = isHeldUp ? HELD_UP_STEPS_MAX : process.isSlow ? SLOW_STEPS_MAX : 1;
    const heldUp = this.#dice.below(most);
    return this.#scheduler.turn(process, {
      heldUp,
      ...(onCrash === undefined ? {} : { onCrash }),
    });
  }

  #failed(process: Process, call: Pick<Call<unknown>, 'name' | 'about'>, what: string): never {
    this.#note(process, call, what);
    throw new CallFailed(`${call.name} was ${what}`);
  }

  #note(process: Process, call: Pick<Call<unknown>, 'name' | 'about'>, what: string): void {
    this.#journal.note(
      () => `${this.#scheduler.now} ${process.name} ${call.name} ${call.about()} ${what}`,
    );
  }
}

const text = (answer: unknown): string =>
  typeof answer === 'string' ? answer : JSON.stringify(answer);
