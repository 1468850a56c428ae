import { createRequire } from 'node:module';
import type { EnvironmentContext, JestEnvironment } from '@jest/environment';
import { counting } from '../times/spent.ts';

// Its types say of an import what is true of a require.
const { ModuleMocker } = createRequire(import.meta.url)(
  'jest-mock',
) as typeof import('jest-mock', { with: { 'resolution-mode': 'require' }});

/** What Jest leaves on the globals for a file: its timeout, how often a test is tried again. */
const settingsOfFile = [
  'TEST_TIMEOUT_SYMBOL',
  'RETRY_TIMES',
  'RETRY_TIMES_SETTER',
  'RETRY_IMMEDIATELY',
  'WAIT_BEFORE_RETRY',
  'LOG_ERRORS_BEFORE_RETRY',
].map((name) => Symbol.for(name));

type Descriptors = Readonly<Record<PropertyKey, PropertyDescriptor>>;

const descriptorsOf = (target: object): Descriptors => Object.getOwnPropertyDescriptors(target);

/** What was replaced since is put back. A getter is left alone: the first who asks puts the value there. */
function restore(target: object, before: Descriptors): void {
  for (const key of Reflect.ownKeys(before)) {
    const was = before[key];
    if (was?.configurable !== true || !('value' in was)) continue;
    if (Object.getOwnPropertyDescriptor(target, key)?.value === was.value) continue;
    Object.defineProperty(target, key, was);
  }
}

/**
 * An environment of Jest that is none: a test file runs among the globals of Node.js itself, as the product does, and
 * not in a context beside them, where every look at a global is slow. What a file replaces is put back after it:
 * globals, what `process` has, and the environment variables. Fake timers there are none; tests hand out clocks.
 */
export default class OneRealmEnvironment implements JestEnvironment {
  readonly global = globalThis as unknown as JestEnvironment['global'];
  readonly moduleMocker = new ModuleMocker(globalThis);
  readonly fakeTimers = null;
  readonly fakeTimersModern = null;
  readonly #globals = descriptorsOf(globalThis);
  readonly #process = descriptorsOf(process);
  readonly #variables = { ...process.env };
  readonly #counted: () => void;

  constructor(_config?: unknown, context?: Pick<EnvironmentContext, 'testPath'>) {
    this.#counted = counting(context?.testPath);
  }

  async setup(): Promise<void> {}

  async teardown(): Promise<void> {
    this.#counted();
    restore(globalThis, this.#globals);
    restore(process, this.#process);
    for (const name of Object.keys(process.env)) {
      if (!(name in this.#variables)) Reflect.deleteProperty(process.env, name);
    }
    Object.assign(process.env, this.#variables);
    for (const setting of settingsOfFile) Reflect.deleteProperty(globalThis, setting);
  }

  exportConditions(): string[] {
    return ['node', 'node-addons'];
  }

  getVmContext(): null {
    return null;
  }
}
