const account = 'asks an account of AWS';
const install = 'installs, which every run of the tests begins with';
const elsewhere = 'runs in `npm run test:outside`, with what it installs';

/**
 * The commands of pages that no test runs as they stand there, by how they begin, and why. All others are run: those of
 * examples by `npm run test:outside`, the rest on the stack of test/e2e/command-line.test.ts.
 */
export const commandsNotRun: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'README.md': {
    'npm ci && npm start': 'is what test/e2e/command-line.test.ts does',
    'npm ci && npm test': 'runs this test',
    'npm run farthing -- doctor': `${account}: test/cli/doctor.test.ts has one that answers`,
    'npx cdk bootstrap': account,
    'npx cdk deploy': account,
    'npm run farthing -- keys create --function': account,
    'npm run check': 'runs this test',
    'npm run sim': 'takes minutes: test/simulation has the same with fewer seeds',
    'npm run gameday': 'takes minutes: test/e2e/game-day.test.ts plays it when asked',
    'npm run bench': 'takes minutes',
  },
  'docs/bank.md': {
    'npm run farthing -- bank import': 'reads a file of a bank: test/cli/bank.test.ts has some',
  },
  'docs/browsers.md': { 'npx cdk deploy': account },
  'docs/client.md': { 'npm pack': elsewhere, 'npm install': elsewhere },
  'docs/deploy.md': {
    'npm ci': install,
    'npm run farthing -- doctor': account,
    'npx cdk bootstrap': account,
    'npx cdk deploy': account,
    'npm run farthing -- keys create --function': account,
    'aws lambda invoke': account,
    'export FARTHING_URL=': 'has an address and a key to be filled in',
    'npm run package': elsewhere,
    'git pull': 'changes the checkout',
    'npx cdk diff': account,
    'npx cdk synth': 'takes a minute: test/stack/idle-cost.test.ts has the same of its template',
    'npx cdk destroy': account,
    'aws dynamodb': account,
  },
  'docs/rails.md': {
    'cat stripe-secrets.txt': 'calls Stripe',
    'farthing rails': 'calls Stripe: test/e2e and test/functions have one in its place',
    'farthing collect': 'calls Stripe, as well',
  },
  'docs/sepa.md': {
    'farthing sepa': 'needs invoices, a bank and days to pass: test/functions has all of it',
    'farthing mandates': 'goes with it',
    'farthing bank': 'goes with it',
  },
  'docs/reminders.md': {
    'farthing reminders':
      'speaks of invoices that are overdue: test/cli/reminders.test.ts has some',
  },
  'docs/documents.md': { 'aws s3 cp': account },
  'docs/first-invoice.md': {
    'npm ci': install,
    'npm start': 'is what test/e2e/command-line.test.ts begins with',
  },
  'docs/reference.md': { 'npx openapi-typescript': elsewhere },
  'docs/runbook.md': {
    'group=$(aws lambda': account,
    'aws logs': account,
    'npm run farthing -- dlq': `${account}: test/cli/dlq.test.ts has one that answers`,
    'aws s3api': account,
    'aws dynamodb': account,
  },
  'docs/settings.md': { 'npx cdk deploy': account },
  'docs/tokens.md': {
    'npm run farthing -- payers tokens create':
      'names a payer that is not there: test/functions/payer-tokens.test.ts makes some',
  },
  'examples/magazine/README.md': { 'npm i @x402/fetch': elsewhere, 'node agent.mjs': elsewhere },
};

/** Pages whose commands are run where their programs are installed. */
export const pagesRunOutside: readonly string[] = [
  'examples/express/README.md',
  'examples/lambda/README.md',
];

export const isNotRun = (page: string, line: string): boolean =>
  Object.keys(commandsNotRun[page] ?? {}).some((start) => line.startsWith(start));
