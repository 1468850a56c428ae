import type { Supervisor } from '../stack/supervisor.ts';

/** Days of a month on which the stack's clock is set down, and the one after its end. */
const days = [5, 14, 24];
const firstMonth = { year: 2026, month: 0 };

/** The stack's clock: it runs with the machine's, and is moved ahead in steps, over the ends of months. */
export class Calendar {
  readonly #supervisor: Supervisor;
  #offsetMs = 0;
  #step = 0;

  constructor(supervisor: Supervisor) {
    this.#supervisor = supervisor;
  }

  now(): number {
    return Date.now() + this.#offsetMs;
  }

  /** Sets the clock to the first day there is, and no schedule off. */
  async begin(): Promise<void> {
    await this.#set(this.#at(), true);
  }

  /** Moves on by a step; the month that has ended by it, if one has, as `YYYY-MM`. */
  async moveOn(): Promise<string | undefined> {
    this.#step += 1;
    await this.#set(this.#at(), false);
    return this.#step % days.length === 0 ? this.month(-1) : undefined;
  }

  /** Moves on over the end of the month, whatever day it is; the month that has ended by it. */
  async endMonth(): Promise<string> {
    this.#step = (Math.floor(this.#step / days.length) + 1) * days.length;
    await this.#set(this.#at(), false);
    return this.month(-1);
  }

  /** Moves on to the next morning, when the daily pass has begun; answers what the clock then shows. */
  async nextMorning(): Promise<number> {
    const dayMs = 86_400_000;
    const morning = (Math.floor(this.now() / dayMs) + 1) * dayMs + 4 * 3_600_000;
    await this.#set(morning, false);
    return morning;
  }

  /** `YYYY-MM` of so many months from now. */
  month(from: number): string {
    const { year, month } = firstMonth;
    const ahead = Math.floor(this.#step / days.length) + from;
    return new Date(Date.UTC(year, month + ahead)).toISOString().slice(0, 7);
  }

  #at(): number {
    const { year, month } = firstMonth;
    const day = days[this.#step % days.length] ?? 1;
    return Date.UTC(year, month + Math.floor(this.#step / days.length), day, 12);
  }

  async #set(now: number, quietly: boolean): Promise<void> {
    const begun = Date.now();
    await this.#supervisor.askUntilAnswered({ ask: 'set-clock', now, quietly });
    // Ahead of the stack's by what it took to say so: seconds, where minutes are taken.
    this.#offsetMs = now - begun;
  }
}
