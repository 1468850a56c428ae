/** Code with one fault each, and the rules that must find it. All of it compiles but for the last ones. */
export interface PlantedFault {
  readonly path: string;
  readonly rules: readonly string[];
  readonly code: string;
}

const work = 'declare function work(): Promise<boolean>;\n';
const money = 'money and quantities stay bigint inside core/.';
const clock = 'pass a Clock in: core/ must replay the same way every time.';

const typed = (rule: string, name: string, code: string): PlantedFault => ({
  path: `functions/${rule}/${name}.ts`,
  rules: [`typescript(${rule})`],
  code,
});
const inCore = (name: string, rule: string, code: string): PlantedFault => ({
  path: `core/kernel/${name}.ts`,
  rules: [rule],
  code,
});
/** It is a fault in tests, too: a promise nobody waits for is an assertion nobody makes. */
const inTests = (fault: PlantedFault): PlantedFault => ({
  ...fault,
  path: fault.path.replace('functions/', 'test/'),
});

const promises: readonly PlantedFault[] = [
  typed(
    'no-floating-promises',
    'nobody-waits',
    `${work}export function run(): void {\n  work();\n}\n`,
  ),
  typed(
    'no-floating-promises',
    'of-a-method',
    'interface Store {\n  put(): Promise<void>;\n}\nexport async function run(store: Store): Promise<void> {\n  await store.put();\n  store.put();\n}\n',
  ),
  typed(
    'no-floating-promises',
    'many',
    `${work}export function run(): void {\n  ['a', 'b'].map(() => work());\n}\n`,
  ),
  typed(
    'no-floating-promises',
    'then-without-catch',
    `${work}export function run(): void {\n  work().then(() => undefined);\n}\n`,
  ),
  typed(
    'no-misused-promises',
    'for-each',
    `${work}export function run(): void {\n  ['a'].forEach(async () => {\n    await work();\n  });\n}\n`,
  ),
  typed(
    'no-misused-promises',
    'a-callback',
    `${work}declare function onClose(listener: () => void): void;\nexport function run(): void {\n  onClose(async () => {\n    await work();\n  });\n}\n`,
  ),
  typed(
    'no-misused-promises',
    'spread',
    `${work}export const kept = ['a'].flatMap(() => ({ ...work() }));\n`,
  ),
  typed(
    'await-thenable',
    'a-number',
    'export async function run(amount: bigint): Promise<bigint> {\n  const read = await amount;\n  return read;\n}\n',
  ),
  typed(
    'return-await',
    'leaves-its-catch',
    `${work}export async function run(): Promise<boolean> {\n  try {\n    return work();\n  } catch {\n    return false;\n  }\n}\n`,
  ),
  typed('only-throw-error', 'a-text', "export function run(): never {\n  throw 'no money';\n}\n"),
  typed(
    'only-throw-error',
    'an-object',
    'export function run(refusal: { readonly code: string }): never {\n  throw refusal;\n}\n',
  ),
];

const kinds = "type Kind = 'invoice' | 'credit-note' | 'payment';\n";
const values: readonly PlantedFault[] = [
  typed(
    'switch-exhaustiveness-check',
    'a-kind-is-missing',
    `${kinds}export function sign(kind: Kind): bigint {\n  let result = 0n;\n  switch (kind) {\n    case 'invoice':\n      result = 1n;\n      break;\n    case 'payment':\n      result = -1n;\n      break;\n  }\n  return result;\n}\n`,
  ),
  typed(
    'switch-exhaustiveness-check',
    'a-member-is-missing',
    "type Document = { readonly kind: 'invoice' } | { readonly kind: 'payment' };\nexport function sign(document: Document): bigint {\n  let result = 0n;\n  switch (document.kind) {\n    case 'invoice':\n      result = 1n;\n      break;\n  }\n  return result;\n}\n",
  ),
  typed(
    'switch-exhaustiveness-check',
    'any-text',
    "export function sign(kind: string): bigint {\n  let result = 0n;\n  switch (kind) {\n    case 'invoice':\n      result = 1n;\n      break;\n  }\n  return result;\n}\n",
  ),
  typed(
    'strict-boolean-expressions',
    'nothing-is-not-zero',
    'export const due = (amount: number): boolean => !amount;\n',
  ),
  typed(
    'strict-boolean-expressions',
    'nothing-is-not-zero-of-bigint',
    'export const due = (amount: bigint | undefined): boolean => !amount;\n',
  ),
  typed(
    'strict-boolean-expressions',
    'empty-text',
    'export const named = (name: string): boolean => !name;\n',
  ),
  typed(
    'strict-boolean-expressions',
    'perhaps-an-object',
    "export const city = (at: { readonly city: string } | undefined): string => (at ? at.city : '');\n",
  ),
  typed(
    'restrict-plus-operands',
    'an-object-in-text',
    'export const shown = (name: string, at: { readonly city: string }): string => name + at;\n',
  ),
  typed(
    'no-unnecessary-condition',
    'never-nothing',
    'export const total = (amount: bigint): bigint => amount ?? 0n;\n',
  ),
  typed(
    'no-unnecessary-condition',
    'always-there',
    'export const city = (at: { readonly city: string }): string => at?.city;\n',
  ),
  typed(
    'no-unnecessary-condition',
    'always-true',
    "export function run(kind: 'invoice'): boolean {\n  if (kind === 'invoice') return true;\n  return false;\n}\n",
  ),
  typed(
    'no-unsafe-argument',
    'foreign-data',
    'declare function book(amount: bigint): void;\nexport function run(text: string): void {\n  book(JSON.parse(text));\n}\n',
  ),
  typed(
    'no-unsafe-assignment',
    'foreign-data',
    'export function run(text: string): bigint {\n  const amount: bigint = JSON.parse(text);\n  return amount;\n}\n',
  ),
  typed(
    'no-unsafe-assignment',
    'a-member-of-it',
    'export function run(text: string): { readonly amount: bigint } {\n  return { amount: JSON.parse(text).amount };\n}\n',
  ),
  typed(
    'no-unsafe-return',
    'foreign-data',
    'export const run = (text: string): bigint => JSON.parse(text);\n',
  ),
];

const pure: readonly PlantedFault[] = [
  inCore(
    'its-environment',
    'eslint(no-restricted-globals)',
    'export const run = (): unknown => process.env;\n',
  ),
  inCore(
    'a-log',
    'eslint(no-restricted-globals)',
    "export function run(): void {\n  console.log('');\n}\n",
  ),
  inCore(
    'a-network',
    'eslint(no-restricted-globals)',
    "export const run = (): Promise<unknown> => fetch('');\n",
  ),
  inCore(
    'a-clock',
    'eslint(no-restricted-properties)',
    'export const run = (): number => Date.now();\n',
  ),
  inCore(
    'a-dice',
    'eslint(no-restricted-properties)',
    'export const run = (): number => Math.random();\n',
  ),
  inCore('today', clock, 'export const run = (): Date => new Date();\n'),
  inCore('a-float-made', money, 'export const run = (amount: bigint): number => Number(amount);\n'),
  inCore('a-float-read', money, 'export const run = (text: string): number => parseFloat(text);\n'),
  inCore(
    'a-float-read-too',
    money,
    'export const run = (text: string): number => Number.parseFloat(text);\n',
  ),
  {
    path: 'functions/a-long-function.ts',
    rules: ['eslint(max-lines-per-function)'],
    code: `export function run(): number {\n  let sum = 0;\n${'  sum += 1;\n'.repeat(70)}  return sum;\n}\n`,
  },
];

const compiled = (name: string, rule: string, code: string): PlantedFault => ({
  path: `core/books/${name}.ts`,
  rules: [rule],
  code,
});
const types: readonly PlantedFault[] = [
  compiled('mixed', 'TS2365', 'export const run = (amount: bigint): unknown => amount * 2;\n'),
];

export const plantedFaults: readonly PlantedFault[] = [
  ...promises,
  ...promises.slice(0, 5).map(inTests),
  ...values,
  ...pure,
  ...types,
];

export const soundCode: Readonly<Record<string, string>> = {
  'core/kernel/sound.ts':
    'export const at = (instant: number): Date => new Date(instant);\nexport const isWhole = (value: number): boolean => Number.isSafeInteger(value);\n',
  'functions/sound.ts': `${work}${kinds}export async function run(kind: Kind, fee: bigint | undefined): Promise<boolean> {\n  if (fee === undefined) return false;\n  switch (kind) {\n    case 'invoice':\n    case 'credit-note':\n      return work();\n    case 'payment':\n      return fee > 0n;\n  }\n}\nexport const now = (): number => Date.now();\nexport const float = (amount: bigint): number => Number(amount);\n`,
  'test/a-long-test.ts': `export function run(): number {\n  let sum = 0;\n${'  sum += 1;\n'.repeat(70)}  return sum;\n}\n`,
};
