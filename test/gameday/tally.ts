import { Dice } from '../simulation/dice.ts';
import { type FaultKind, FaultPlan, faultKinds, type Place, places } from './faults/fault.ts';
import { type Plant, plants } from './faults/plants.ts';
import type { Umpire } from './faults/proxy.ts';
import { type Kill, type Victim, victims } from './play/killer.ts';

/** Seeds of one run: what is planned at one place does not move with what is asked at another. */
const parts = ['api', 'dynamodb', 'sqs', 'kills', 'shapes', 'clients'] as const;
export const diceOf = (seed: number, part: (typeof parts)[number]): Dice =>
  new Dice(seed * parts.length + parts.indexOf(part));

const zero = <Name extends string>(names: readonly Name[]): Record<Name, number> =>
  Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;

/** What was done to the stack, and the dice that decide it. */
export class Tally implements Umpire {
  readonly dice: Dice;
  readonly faults = zero(Object.keys(faultKinds) as FaultKind[]);
  readonly faultsAt = zero(places);
  readonly passedAt = zero(places);
  readonly kills = zero(victims);
  readonly workersOf: Record<string, number> = {};
  readonly planted: Plant[] = [];
  readonly #plans: Readonly<Record<Place, FaultPlan>>;
  readonly #faultsMax: number;
  readonly #plant: readonly Plant[];
  #isOn = false;

  constructor(options: {
    readonly seed: number;
    readonly faults: number;
    readonly plant: readonly Plant[];
  }) {
    const { seed, faults, plant } = options;
    this.dice = diceOf(seed, 'shapes');
    this.#plans = {
      api: new FaultPlan('api', diceOf(seed, 'api')),
      dynamodb: new FaultPlan('dynamodb', diceOf(seed, 'dynamodb')),
      sqs: new FaultPlan('sqs', diceOf(seed, 'sqs')),
    };
    this.#faultsMax = faults;
    this.#plant = plant;
  }

  on(): void {
    this.#isOn = true;
  }

  off(): void {
    this.#isOn = false;
  }

  fault(place: Place) {
    return this.#isOn && this.faultCount() < this.#faultsMax
      ? this.#plans[place].next()
      : undefined;
  }

  /** Each of them once. */
  wrong(asked: Parameters<Umpire['wrong']>[0]) {
    if (!this.#isOn) return undefined;
    for (const plant of this.#plant.filter((one) => !this.planted.includes(one))) {
      const wrong = plants[plant](asked);
      if (wrong === undefined) continue;
      this.planted.push(plant);
      return wrong;
    }
    return undefined;
  }

  isPlanted(): boolean {
    return this.planted.length === this.#plant.length;
  }

  made(place: Place, kind: FaultKind): void {
    this.faults[kind] += 1;
    this.faultsAt[place] += 1;
  }

  passed(place: Place): void {
    this.passedAt[place] += 1;
  }

  killed({ victim, of }: Kill): void {
    this.kills[victim] += 1;
    if (of !== undefined) this.workersOf[of] = (this.workersOf[of] ?? 0) + 1;
  }

  faultCount(): number {
    return Object.values(this.faults).reduce((sum, count) => sum + count, 0);
  }

  killCount(): number {
    return victims.reduce((sum, victim: Victim) => sum + this.kills[victim], 0);
  }
}
