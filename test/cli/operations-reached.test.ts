import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { matchRoute } from '../../core/contract/match.ts';
import type { RouteKey } from '../../core/contract/route-key.ts';
import { railsReached } from './rails-reached.ts';
import { anyAnswer, filesOfCommands } from './support/any-answer.ts';
import { backfillsReached } from './support/backfills-reached.ts';
import { fakeShell } from './support/fake-shell.ts';
import { httpServer } from './support/http-server.ts';

const month = ['--period', '2026-01'];
const ref = ['--reference', 'r'];
const oneEuro = ['--amount', '1', '--currency', 'EUR'];
const why = ['--reason', 'as agreed'];
const aTile = (path: string) => ['log', 'tile', 'acme', '2026', path];
const anEvent = ['--source', 's', '--id', 'e', '--time', '2026-01-02T00:00:00Z'];

/** What is there for SDKs of others alone, or for a rail. */
type OfOthers =
  `${string} /${'api/v1' | 'v1/billing' | 'lago' | 'otlp' | 'v1/rails/stripe/events'}/${string}`;

/** By which command a person reaches each other operation. One that lacks does not compile. */
const reachedBy: Readonly<Record<Exclude<RouteKey, OfOthers>, readonly string[]>> = {
  'POST /v1/events': ['send', 'lines'],
  'GET /v1/events': ['events'],
  'GET /v1/usage': ['usage', '--meter', 'views', '--from', '2026-01', '--to', '2026-02'],
  'GET /v1/meters': ['meters', 'list'],
  'GET /v1/meters/{key}': ['meters', 'get', 'views'],
  'PUT /v1/meters/{key}': ['meters', 'apply', 'item'],
  'GET /v1/otlp-mappings': ['otlp', 'get'],
  'PUT /v1/otlp-mappings': ['otlp', 'apply', 'item'],
  'GET /v1/customers': ['customers', 'list'],
  'GET /v1/customers/{key}': ['customers', 'get', 'press'],
  'PUT /v1/customers/{key}': ['customers', 'apply', 'item'],
  'GET /v1/customers/{key}/history': ['customers', 'history', 'press'],
  'GET /v1/customers/{key}/preview': ['preview', 'press', ...month],
  'GET /v1/customers/{key}/statement': [
    ...['reports', 'customer-statement', '--customer', 'press', '--pdf', '-o', 'out.pdf'],
    ...['--from', '2026-01', '--to', '2026-01'],
  ],
  'GET /v1/plans': ['plans', 'list'],
  'GET /v1/plans/{key}': ['plans', 'get', 'reader'],
  'PUT /v1/plans/{key}': ['plans', 'apply', 'item'],
  'GET /v1/payees': ['payees', 'list'],
  'GET /v1/payees/{key}': ['payees', 'get', 'ada'],
  'PUT /v1/payees/{key}': ['payees', 'apply', 'item'],
  'GET /v1/payees/{key}/statements': ['payees', 'statements', 'ada'],
  'GET /v1/payee-statements': ['payees', 'statements', ...month],
  'GET /v1/payee-statements/{id}/lines/{line}': ['payees', 'explain', 'SB-1', '1'],
  'POST /v1/payee-statement-runs': ['payees', 'tell', ...month],
  'GET /v1/payee-statements/{id}': ['payees', 'statement', 'SB-1'],
  'GET /v1/shares': ['shares', 'list'],
  'GET /v1/shares/{key}': ['shares', 'get', 'authors'],
  'PUT /v1/shares/{key}': ['shares', 'apply', 'item'],
  'GET /v1/payees/{key}/earnings': ['payees', 'earned', 'ada'],
  'POST /v1/payees/{key}/tokens': ['payees', 'tokens', 'create', 'ada', '--action', 'read'],
  'GET /v1/payees/{key}/tokens': ['payees', 'tokens', 'list', 'ada'],
  'POST /v1/payees/{key}/tokens/{id}/revoke': ['payees', 'tokens', 'revoke', 'ada', 't.1'],
  'GET /v1/payee': ['payees', 'me'],
  'GET /v1/payees/{key}/balance': ['payees', 'balance', 'ada'],
  'GET /v1/payees/{key}/documents': ['payees', 'documents', 'ada'],
  'POST /v1/payees/{key}/claims': ['payees', 'claim', 'ada', '--from', 'ada-l', ...why],
  'GET /v1/share-months': ['shares', 'months'],
  'GET /v1/share-months/{month}': ['shares', 'month', '2026-10'],
  'POST /v1/share-runs': ['shares', 'run', ...month],
  'GET /v1/customers/{key}/shares': ['shares', 'of', 'press', ...month],
  'POST /v1/price-calculations': ['plans', 'rate', 'reader', 'views', '--quantity', '1'],
  'GET /v1/billing-settings': ['settings', 'get'],
  'PUT /v1/billing-settings': ['settings', 'apply', 'item'],
  'POST /v1/logos': ['settings', 'logo', 'item'],
  'POST /v1/corrections/dry-run': ['corrections', 'void', '--dry-run', ...anEvent, ...why],
  ...backfillsReached,
  'GET /v1/drops': ['drops', 'list'],
  'GET /v1/drops/{id}': ['drops', 'show', 'd1'],
  'POST /v1/corrections': ['corrections', 'void', ...anEvent, ...why],
  'GET /v1/corrections': ['corrections', 'list'],
  'GET /v1/corrections/{id}': ['corrections', 'get', 'c1'],
  'POST /v1/corrections/{id}/take-back': ['corrections', 'take-back', 'c1', ...why],
  'GET /v1/quarantine': ['quarantine', 'list'],
  'GET /v1/quarantine/{id}': ['quarantine', 'get', 'q1'],
  'POST /v1/quarantine/{id}/retry': ['quarantine', 'retry', 'q1'],
  'POST /v1/quarantine/{id}/dismiss': ['quarantine', 'dismiss', 'q1', ...why],
  'POST /v1/quarantine/retry': ['quarantine', 'retry', '--all'],
  'POST /v1/quarantine/dismiss': ['quarantine', 'dismiss', '--all', ...why],
  'POST /v1/billing-runs': ['bill', ...month, '--dry-run'],
  'GET /v1/billing-runs/{period}': ['month', ...month],
  'GET /v1/billing-runs/{period}/repeats': ['repeats', ...month],
  'GET /v1/unbilled': ['unbilled', ...month],
  'GET /v1/unbilled/sums': ['books', 'check', ...month],
  'POST /v1/unbilled/accept': ['unbilled', 'accept', ...month, ...why],
  'GET /v1/reconciliation': ['recon'],
  'POST /v1/exports': ['export'],
  'GET /v1/exports': ['exports', 'list'],
  'GET /v1/exports/{id}': ['exports', 'get', 'exp_17960832000000123456789abcdef'],
  'GET /v1/exports/files': ['exports', 'files', '--from', '2026-01-01'],
  'GET /v1/exports/files/content': [
    ...['exports', 'fetch', 'usage/date=2026-01-05/hour=all/part-000001-000002.parquet'],
  ],
  'GET /v1/customers/{key}/documents': ['customers', 'documents', 'press'],
  'GET /v1/invoices': ['invoices'],
  'GET /v1/invoices/{id}': ['invoice', 'INV-1'],
  'GET /v1/invoices/{id}/lines/{line}': ['explain', 'INV-1', '1'],
  'POST /v1/invoices/{id}/issue': ['issue', 'inv_1', ...why],
  'POST /v1/invoices/{id}/void': ['void', 'INV-1', ...why],
  'POST /v1/invoices/{id}/credit-notes': ['credit', 'INV-1', ...why],
  'POST /v1/invoices/{id}/payments': ['pay', 'INV-1', '--reference', 'r', '--amount', '1'],
  'POST /v1/bank-statements': ['bank', 'import', 'item'],
  'POST /v1/invoices/{id}/write-off': ['write-off', 'INV-1', ...why],
  'GET /v1/payments': ['payments'],
  'GET /v1/payments/{id}': ['payments', 'show', 'pay_1'],
  'POST /v1/payments': [
    ...['payments', 'record', 'press', '--amount', '1', '--currency', 'EUR', '--reference', 'r'],
  ],
  'POST /v1/payments/{id}/applications': ['payments', 'apply', 'pay_1', 'INV-1'],
  'POST /v1/payments/{id}/unapplications': ['payments', 'unapply', 'pay_1', 'INV-1'],
  'POST /v1/payments/{id}/refunds': [
    ...['payments', 'refund', 'pay_1', '--amount', '1', '--reference', 'r'],
  ],
  'POST /v1/payments/{id}/reversals': [
    ...['payments', 'reverse', 'pay_1', '--reason', 'chargeback', '--reference', 'r'],
  ],
  'POST /v1/payments/{id}/move': ['payments', 'move', 'pay_1', 'press', '--reference', 'm'],
  'GET /v1/accounts': ['accounts'],
  'GET /v1/accounts/{account}/entries': ['accounts', 'entries', 'revenue:views'],
  'GET /v1/books': ['books', 'export'],
  'GET /v1/books/check': ['books', 'check'],
  ...railsReached,
  'GET /v1/invoices/{id}/collections': ['collections', 'INV-1'],
  'POST /v1/invoices/{id}/collections': ['collect', 'INV-1', '--success', 'https://x.example/'],
  'PUT /v1/rails/sepa': ['sepa', 'set', 'item'],
  'POST /v1/rails/sepa/disconnect': ['sepa', 'unset'],
  'GET /v1/customers/{key}/mandates': ['mandates', 'list', 'press'],
  'PUT /v1/customers/{key}/mandates/{reference}': [
    ...['mandates', 'put', 'press', 'M-1', '--name', 'Press', '--iban', 'DE02120300000000202051'],
    ...['--signed', '2026-11-02'],
  ],
  'POST /v1/customers/{key}/mandates/{reference}/revoke': ['mandates', 'revoke', 'press', 'M-1'],
  'GET /v1/rails/sepa/proposal': ['sepa', 'propose', '2026-11-30'],
  'GET /v1/rails/sepa/batches': ['sepa', 'list'],
  'POST /v1/rails/sepa/batches': ['sepa', 'prepare', '2026-11-30', '--key', 'november'],
  'GET /v1/rails/sepa/batches/{id}': ['sepa', 'show', 'FB-1'],
  'GET /v1/rails/sepa/batches/{id}/file': ['sepa', 'file', 'FB-1'],
  'POST /v1/rails/sepa/batches/{id}/submit': ['sepa', 'submit', 'FB-1'],
  'POST /v1/rails/sepa/batches/{id}/cancel': ['sepa', 'cancel', 'FB-1'],
  'POST /v1/rails/sepa/outcomes': [
    ...['sepa', 'tell', 'rejected', 'FB-1', '--reference', 'r', '--on', '2026-11-30'],
  ],
  'GET /v1/payees/{key}/payout': ['payees', 'paid-by', 'ada'],
  'PUT /v1/payees/{key}/payout': ['payees', 'pay-by', 'ada', 'item'],
  'GET /v1/payouts/settings': ['payouts', 'settings'],
  'PUT /v1/payouts/settings': ['payouts', 'set', 'item'],
  'GET /v1/payout-runs/proposal': ['payouts', 'propose'],
  'GET /v1/payout-runs': ['payouts', 'list'],
  'POST /v1/payout-runs': ['payouts', 'prepare', '--key', 'november'],
  'GET /v1/payout-runs/{id}': ['payouts', 'show', 'FR-1'],
  'GET /v1/payout-runs/{id}/payouts': ['payouts', 'items', 'FR-1'],
  'GET /v1/payout-runs/{id}/file': ['payouts', 'file', 'FR-1'],
  'POST /v1/payout-runs/{id}/approve': ['payouts', 'approve', 'FR-1'],
  'POST /v1/payout-runs/{id}/submit': ['payouts', 'submit', 'FR-1'],
  'POST /v1/payout-runs/{id}/cancel': ['payouts', 'cancel', 'FR-1'],
  'GET /v1/payouts/commits': ['payouts', 'commits'],
  'POST /v1/payouts/commits': ['payouts', 'commit'],
  'GET /v1/payouts/commits/{epoch}': ['payouts', 'commit', '1'],
  'POST /v1/payouts/commits/{epoch}/look': ['payouts', 'look', '1'],
  'GET /v1/payees/{key}/claim': ['payouts', 'claim', 'ada'],
  'GET /v1/payouts/{id}': ['payouts', 'get', 'FP-1'],
  'POST /v1/payouts/outcomes': [
    ...['payouts', 'tell', 'settled', 'FR-1', '--reference', 'r', '--on', '2026-11-30'],
  ],
  'GET /v1/reminders': ['reminders', 'list'],
  'GET /v1/reminders/{id}': ['reminders', 'show', 'rem_1'],
  'POST /v1/reminders': ['reminders', 'send'],
  'POST /v1/invoices/{id}/pauses': ['reminders', 'pause', 'INV-1', '--reason', 'disputed'],
  'GET /v1/reports/{name}': ['reports', 'cash', '--from', '2026-01', '--to', '2026-01'],
  'POST /v1/charges': ['charge', 'press', 'views'],
  'POST /v1/charges/{id}/refund': ['payers', 'refund', 'h.1.0'],
  'POST /v1/tips': ['payers', 'tip', 'h.1.0', '--amount', '0.50', '--currency', 'EUR'],
  'POST /v1/holds': ['holds', 'create', 'press', 'views'],
  'GET /v1/holds/{id}': ['holds', 'get', 'h.1.0'],
  'POST /v1/holds/{id}/capture': ['holds', 'capture', 'h.1.0', '--quantity', '1'],
  'POST /v1/holds/{id}/release': ['holds', 'release', 'h.1.0'],
  'POST /v1/gate': ['gate', 'ask', 'https://news.example/a/1', 'views'],
  'POST /v1/gate/{id}/capture': ['gate', 'capture', 'h.1.0'],
  'POST /v1/gate/{id}/release': ['gate', 'release', 'h.1.0'],
  'GET /v1/payers/{payer}/charges': ['payers', 'charges', 'press'],
  'PUT /v1/payers/{payer}/threshold': [
    ...['payers', 'threshold', 'press', '--amount', '0.25', '--currency', 'EUR'],
  ],
  'GET /v1/payers/{payer}/spend': ['payers', 'spend', 'press'],
  'GET /v1/payers/{payer}/holds': ['holds', 'list', 'press'],
  'PUT /v1/payers/{payer}/budgets/{key}': [
    ...['budgets', 'set', 'press', 'daily', '--amount', '1.00', '--currency', 'EUR'],
  ],
  'POST /v1/payers/{payer}/tokens': [
    ...['payers', 'tokens', 'create', 'press', '--action', 'charge', '--limit', '5.00'],
    ...['--currency', 'EUR'],
  ],
  'GET /v1/payers/{payer}/tokens': ['payers', 'tokens', 'list', 'press'],
  'POST /v1/payers/{payer}/tokens/{id}/revoke': ['payers', 'tokens', 'revoke', 'press', 't.1.0'],
  'POST /v1/payers/{payer}/budgets/{key}/remove': ['budgets', 'remove', 'press', 'daily'],
  'GET /v1/me': ['payers', 'me'],
  'GET /v1/passes': ['passes', 'list'],
  'PUT /v1/passes/{key}': ['passes', 'apply', 'item'],
  'POST /v1/payers/{payer}/passes': ['passes', 'buy', 'press', 'hundred-reads'],
  'GET /v1/private-passes': ['private-passes', 'list'],
  'GET /v1/private-passes/{key}': ['private-passes', 'show', 'front'],
  'PUT /v1/private-passes/{key}': ['private-passes', 'apply', 'item'],
  'POST /v1/payers/{payer}/private-passes': [
    ...['private-passes', 'buy', 'press', 'front', '--requests', 'requests'],
  ],
  'GET /.well-known/private-token-issuer-directory': ['private-passes', 'keys'],
  'GET /v1/payers/{payer}/wallet': ['wallets', 'show', 'press'],
  'POST /v1/payers/{payer}/wallet/top-ups': ['wallets', 'top-up', 'press', ...oneEuro, ...ref],
  'GET /v1/payers/{payer}/wallet/top-ups': ['wallets', 'top-ups', 'press'],
  'GET /v1/payers/{payer}/wallet/top-ups/{id}': ['wallets', 'top-ups', 'press', 'wal_w.1'],
  'POST /v1/payers/{payer}/wallet/transfer': ['wallets', 'transfer', 'press'],
  'PUT /v1/payers/{payer}/wallet/refill': [
    ...['wallets', 'refill', 'press', '--below', '5', '--currency', 'EUR'],
  ],
  'POST /v1/payers/{payer}/wallet/grants': ['wallets', 'grant', 'press', ...oneEuro],
  'POST /v1/payers/{payer}/wallet/refunds': [
    ...['wallets', 'refund', 'press', 'g.1.0', '--reference', 'r'],
  ],
  'GET /v1/payers/{payer}/wallet/refunds': ['wallets', 'refunds', 'press'],
  'POST /v1/payers/{payer}/wallet/freed': ['wallets', 'free', 'press'],
  'POST /v1/payers/{payer}/wallet/revocations': ['wallets', 'revoke', 'press', 'g.1.0'],
  'GET /v1/receipts/{id}': ['receipts', 'show', 'h.2.0'],
  'GET /.well-known/jwks.json': ['receipts', 'keys'],
  'GET /v1/webhooks': ['webhooks', 'list'],
  'GET /v1/webhooks/{key}': ['webhooks', 'get', 'shop'],
  'PUT /v1/webhooks/{key}': ['webhooks', 'put', 'shop', '--url', 'https://example.com/'],
  'GET /v1/webhooks/{key}/deliveries': ['webhooks', 'deliveries', 'shop'],
  'POST /v1/webhooks/{key}/rotate': ['webhooks', 'rotate', 'shop'],
  'POST /v1/webhooks/{key}/replay': ['webhooks', 'replay', 'shop', '--event', 'e'],
  'POST /v1/webhooks/{key}/test': ['webhooks', 'test', 'shop'],
  'GET /v1/payers/{key}/held': ['payers', 'export', 'press'],
  'POST /v1/erasures': ['payers', 'erase', 'press', '--dry-run'],
  'POST /v1/pseudonyms': ['payers', 'pseudonyms', 'reader-7'],
  'GET /v1/invoices/{id}/proof': ['proofs', 'get', 'INV-1'],
  'GET /v1/payee-statements/{id}/proof': ['proofs', 'payee', 'pst_1'],
  'POST /v1/event-proofs': ['proofs', 'events', 'counted.json'],
  'GET /v1/logs/{tenant}/{year}/checkpoint': ['log', 'checkpoint', 'acme', '2026'],
  'GET /v1/logs/{tenant}/{year}/days': ['log', 'days', 'acme', '2026'],
  'GET /v1/logs/{tenant}/{year}/days/{day}': [
    ...['log', 'checkpoint', 'acme', '2026', '--day', '2026-11-30'],
  ],
  'GET /v1/logs/{tenant}/{year}/witnesses': ['log', 'witnesses', 'acme', '2026'],
  'GET /v1/witness/key': ['witness', 'key'],
  'POST /v1/witness/add-checkpoint': ['witness', 'ask', 'lines'],
  'GET /v1/logs/{tenant}/{year}/key': ['log', 'key', 'acme', '2026'],
  'GET /v1/logs/{tenant}/{year}/token-keys/{keyId}': ['proofs', 'keys', 'acme', '--directory', 'd'],
  'GET /v1/logs/{tenant}/{year}/consistency': [
    ...['proofs', 'consistency', 'acme', '2026', '--from', '1'],
  ],
  'GET /v1/logs/{tenant}/{year}/tile/{level}/{first}': aTile('tile/0/000'),
  'GET /v1/logs/{tenant}/{year}/tile/{level}/{first}/{second}': aTile('tile/entries/000.p/7'),
  'GET /v1/logs/{tenant}/{year}/tile/{level}/{first}/{second}/{third}':
    aTile('tile/0/x001/234.p/5'),
  'GET /v1/audit': ['audit'],
  'GET /v1/keys': ['keys', 'list'],
  'GET /openapi.json': ['openapi'],
};

let directory: string;
beforeAll(async () => {
  directory = await filesOfCommands();
});
afterAll(async () => {
  await rm(directory, { recursive: true });
});

describe('each operation of the interface', () => {
  it.each(Object.entries(reachedBy))('%s is reached by a command: %j', async (route, args) => {
    await using server = await httpServer(() => ({
      status: 200,
      json: anyAnswer,
      isStranger: true,
    }));
    const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
    const { shell, warned } = fakeShell({
      environment,
      workingDirectory: directory,
      stdin: 'sk_test_of_an_example\nwhsec_of_an_example\n',
    });

    await runFarthing(args, shell);
    const asked = server.seen.map(({ method, path }) => matchRoute(method, path)?.key);
    expect([warned(), asked]).toEqual([warned(), expect.arrayContaining([route])]);
  });
});
