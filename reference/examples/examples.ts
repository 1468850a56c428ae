import { operations } from '../../core/contract/operations.ts';
import type { Route } from '../../core/contract/route.ts';
import type { RouteKey } from '../../core/contract/route-key.ts';
import { routes } from '../../core/contract/routes.ts';
import { billingExamples } from './billing.ts';
import { catalogExamples } from './catalog.ts';
import { curlOf } from './curl.ts';
import { earningsExamples } from './earnings.ts';
import type { Example, WholeExample } from './example.ts';
import { gateExamples } from './gate.ts';
import { logsExamples } from './logs.ts';
import { marketplaceExamples } from './marketplace.ts';
import { operatingExamples } from './operating.ts';
import { othersExamples } from './others.ts';
import { otlpExamples } from './otlp.ts';
import { passesExamples } from './passes.ts';
import { payeeStatementsExamples } from './payee-statements.ts';
import { payoutsExamples } from './payouts.ts';
import { privatePassesExamples } from './private-passes.ts';
import { pythonOf } from './python.ts';
import { railsExamples } from './rails.ts';
import { remindersExamples } from './reminders.ts';
import { sendingExamples } from './sending.ts';
import { sepaExamples } from './sepa.ts';
import { sharesExamples } from './shares.ts';
import { spendExamples } from './spend.ts';
import { typeScriptOf } from './type-script.ts';

/** A request of every operation. One that lacks does not compile. */
const examples: Readonly<Record<RouteKey, Example>> = {
  ...sendingExamples,
  ...catalogExamples,
  ...billingExamples,
  ...railsExamples,
  ...marketplaceExamples,
  ...spendExamples,
  ...passesExamples,
  ...privatePassesExamples,
  ...sharesExamples,
  ...earningsExamples,
  ...payeeStatementsExamples,
  ...logsExamples,
  ...gateExamples,
  ...sepaExamples,
  ...payoutsExamples,
  ...remindersExamples,
  ...operatingExamples,
  ...othersExamples,
  ...otlpExamples,
};

export const languages = ['curl', 'typescript', 'python'] as const;
export type Language = (typeof languages)[number];

const writers: Readonly<Record<Language, (example: WholeExample) => string>> = {
  curl: curlOf,
  typescript: typeScriptOf,
  python: pythonOf,
};

/** The example of an operation, as a program of each language. The tests run this very text. */
export type ExampleTexts = Readonly<Record<Language, string>>;

/** By method and path, such as `PUT /v1/meters/{key}`. */
export const exampleTexts: ReadonlyMap<string, ExampleTexts> = new Map(
  routes.map((route: Route) => {
    const key = `${route.method} ${route.path}` as RouteKey;
    const whole = { ...examples[key], route, operation: operations[key] };
    const texts = Object.entries(writers).map(([language, write]) => [language, write(whole)]);
    return [key, Object.fromEntries(texts) as ExampleTexts];
  }),
);
