import type { Api } from '../cli/http/api.ts';
import { isJsonObject, type JsonObject } from '../cli/http/json.ts';
import type { Progress } from '../cli/output/progress.ts';
import type { Shell } from '../cli/shell.ts';
import { unlessAborted } from './aborted.ts';
import { billDemo, invoicesOf } from './demo/bill.ts';
import { statementsOf } from './demo/pay-payees.ts';
import { type DemoResult, playDemo } from './demo/play.ts';
import { atDemoTime } from './demo-clock.ts';
import { demoMarkIn, markDemo } from './demo-mark.ts';
import { keepPdfs } from './invoice-files.ts';
import { payAuthors } from './pay-authors.ts';
import type { LocalRuntime } from './runtime-port.ts';
import { step } from './steps.ts';
import { idleOf } from './waits.ts';

/** Where the demo is played. */
export interface DemoPlace {
  readonly runtime: LocalRuntime;
  readonly api: Api;
  readonly directory: string;
  readonly shell: Shell;
  readonly stop: AbortSignal;
}

/** A demo that is in the data, with what was billed of it. */
export interface Demo {
  readonly result: DemoResult;
  /** Whether this start has played it. */
  readonly isNew: boolean;
  readonly invoices: readonly JsonObject[];
  /** What its authors were told of it. */
  readonly statements: readonly JsonObject[];
  /** The answer of the books' check. */
  readonly books: JsonObject;
}

const demoSeed = 'a farthing for your thoughts';

/**
 * The demo is played and billed once per data directory; half a demo is played again, which adds only what is missing,
 * and half a billing run goes on. What a person has changed since stays.
 */
export async function demoIn(place: DemoPlace): Promise<Demo> {
  const { directory, api, shell } = place;
  const known = await demoMarkIn(directory);
  const result = known?.result ?? (await played(place));
  const { month } = result;
  const isPaid = known?.isPaid === true;
  if (known === undefined) await markDemo(directory, { result, isBilled: false, isPaid });
  if (known?.isBilled !== true) {
    await during(place, `billing ${month}`, (onProgress) =>
      billDemo({ api, shell, month, onProgress }),
    );
    await markDemo(directory, { result, isBilled: true, isPaid });
  }
  if (!isPaid) {
    await during(place, 'telling and paying the authors', (onProgress) =>
      payAuthors(place, month, onProgress),
    );
    await markDemo(directory, { result, isBilled: true, isPaid: true });
  }
  const invoices = await invoicesOf(api, month);
  await during(place, 'keeping PDFs of the invoices', async (onProgress) => {
    // Issued documents are rendered in the background: asking for one meanwhile would render it twice.
    onProgress({ note: 'rendering' });
    await idleOf(place.runtime, onProgress);
    await keepPdfs({ api, directory, invoices, onProgress });
  });
  const books = await during(place, 'checking the books', () => checkOf(api));
  const statements = await statementsOf(api, month);
  return { result, isNew: known === undefined, invoices, statements, books };
}

const during = <Result>(
  { shell, stop }: DemoPlace,
  label: string,
  work: (onProgress: (progress: Progress) => void) => Promise<Result>,
): Promise<Result> => step(shell, label, (onProgress) => unlessAborted(stop, work(onProgress)));

function played(place: DemoPlace): Promise<DemoResult> {
  const { api, shell, runtime } = place;
  return during(place, 'playing a month of demo traffic', (onProgress) =>
    playDemo({
      api,
      shell,
      seed: demoSeed,
      now: runtime.now(),
      settled: () => idleOf(runtime, onProgress),
      atTime: (time, work) => atDemoTime(place, time, work),
      onProgress,
    }),
  );
}

async function checkOf(api: Api): Promise<JsonObject> {
  const { body } = await api.call({ method: 'GET', path: '/v1/books/check' });
  return isJsonObject(body) ? body : {};
}
