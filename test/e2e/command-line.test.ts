import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { describeOtherPages } from './support/describe-other-pages.ts';
import { describePages } from './support/describe-pages.ts';
import { LocalFarthing } from './support/local-stack.ts';
import { ranHere } from './support/page-commands.ts';

jest.setTimeout(600_000);

const root = resolve(import.meta.dirname, '../..');

let farthing: LocalFarthing;
beforeAll(async () => {
  farthing = await LocalFarthing.started();
});
afterAll(() => farthing.remove());

describe('a month billed from the command line', () => {
  const views = Array.from({ length: 120 }, (_, index) => ({
    id: `view-${index}`,
    source: 'urn:test',
    type: 'view',
    subject: index % 3 === 0 ? 'app-2' : 'app-1',
    time: new Date(Date.UTC(2026, 0, 20 + (index % 4), 12, index % 6)).toISOString(),
    data: { section: index % 2 === 0 ? 'news' : 'sport' },
  }));

  /** Nothing of them is due in the months of the pages that are read next on this stack. */
  const ended = { plan: null, from: '2026-04-01' };

  /** What a command prints; rejects when it ends with anything but 0. */
  async function ran(...words: readonly string[]): Promise<string> {
    const { code, printed, warned } = await ranHere([...words, '--data', farthing.directory], root);
    if (code !== 0) throw new Error(`farthing ${words.join(' ')} ended with ${code}:\n${warned}`);
    return printed + warned;
  }

  /** Waits until the log has come to a document, and keeps its proof. */
  async function proven(number: string, file: string): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      try {
        await ran('proofs', 'get', number, '-o', file);
        return;
      } catch (error) {
        if (tries >= 60 || !String(error).includes('the log is written behind the books'))
          throw error;
        await sleep(1_000);
      }
    }
  }

  const verified = (invoice: string, proof: string, args: readonly string[]) =>
    spawnSync('node', ['verify/verify.mjs', invoice, proof, ...args], {
      ...{ cwd: root, encoding: 'utf8' },
    });

  /** Sends a file of events and waits until they are counted. */
  async function send(name: string, events: readonly object[]): Promise<void> {
    const file = join(farthing.directory, name);
    await writeFile(file, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
    await ran('send', file);
    await farthing.untilSettled();
  }

  async function apply(noun: string, content: object): Promise<void> {
    const file = join(farthing.directory, `${noun}.json`);
    await writeFile(file, JSON.stringify(content));
    await ran(noun, 'apply', file);
  }

  interface Explained {
    readonly tallies: readonly { readonly quantity: string }[];
    readonly events: readonly { readonly id: string }[];
    readonly usage: { readonly quantity: string; readonly difference?: object };
  }
  const explained = async (...args: readonly string[]): Promise<Explained> =>
    JSON.parse(await ran('explain', 'INV-2026-000001', '1', '--json', ...args)) as Explained;

  beforeAll(async () => {
    // January is over for everybody, and for nobody long enough to be billed by itself.
    await farthing.setClock('2026-02-01T13:00:00Z', { quietly: true });
    await apply('meters', [
      { key: 'views', eventType: 'view', aggregation: 'count', dimensions: ['section'] },
    ]);
    const price = { meter: 'views', model: 'per_unit', unitPrice: '0.01' };
    const version = { effectiveFrom: '2020-01-01', currency: 'EUR', charges: [price] };
    await apply('plans', [{ key: 'reader', versions: [version] }]);
    await apply('customers', [
      {
        key: 'press',
        name: 'Press',
        subjects: ['app-1', 'app-2'],
        plan: [{ plan: 'reader', from: '2020-01-01' }, ended],
      },
    ]);
    await apply('settings', {
      seller: { name: 'Magazine GmbH' },
      graceHours: 720,
      approval: false,
    });
    await send('views.ndjson', [...views, { ...views[0], id: 'stranger', subject: 'stranger' }]);
  });

  it('is invoiced, and the invoice a PDF', async () => {
    const printed = await ran('bill', '--period', '2026-01');
    const file = join(farthing.directory, 'invoice.pdf');
    await ran('invoice', 'INV-2026-000001', '--format', 'pdf', '-o', file);

    expect(printed).toMatch(/INV-2026-000001 +press +2026-01-01 +2026-01-31 +1\.20 EUR/);
    expect(printed).toContain('nobody pays for stranger');
    expect((await readFile(file)).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('is explained down to every event that was sent', async () => {
    const lines = await ran('explain', 'INV-2026-000001');
    const { tallies, usage } = await explained();
    const { events } = await explained('--events');

    expect(lines).toMatch(/1 +views +1\.2 +1\.20 +120 of views at 0\.01 each/);
    expect(tallies.reduce((sum, { quantity }) => sum + Number(quantity), 0)).toBe(120);
    expect(usage).toMatchObject({ quantity: '120' });
    expect(usage).not.toHaveProperty('difference');
    expect(events.map(({ id }) => id).sort()).toEqual(views.map(({ id }) => id).sort());
  });

  it('is looked at, paid, and kept as files', async () => {
    const { directory } = farthing;
    const [number, folder] = ['INV-2026-000001', join(directory, 'forms')];

    const [month, preview] = await Promise.all([
      ran('month', '--period', '2026-01'),
      ran('preview', 'press', '--period', '2026-01'),
    ]);
    const paid = await ran('pay', number, '--reference', 'statement-12');
    const again = await ran('pay', number, '--reference', 'statement-12');
    const [accounts] = await Promise.all([
      ran('accounts', '--customer', 'press'),
      ran('documents', '--period', '2026-01', '--format', 'csv', '-o', folder),
    ]);

    expect(month).toMatch(/press +closed +INV-2026-000001/);
    expect(preview).toContain('the month is closed by INV-2026-000001');
    expect(paid).toBe(`${number}: 1.20 EUR recorded; paid, 0.00 EUR due\n`);
    expect(again).toBe(`${number}: 1.20 EUR was recorded before; paid, 0.00 EUR due\n`);
    expect(accounts).toMatch(/receivable +0 +EUR/);
    expect(await readdir(folder)).toEqual([`${number}.csv`]);
  });

  it('shows usage that came late, and the invoice that billed it', async () => {
    // More than the minimum charge, so that an invoice comes of it.
    const late = views.slice(0, 70).map((view) => ({ ...view, id: `late ${view.id}` }));
    await send('late.ndjson', late);

    const open = await ran('explain', 'INV-2026-000001', '1');
    await farthing.setClock('2026-03-01T13:00:00Z', { quietly: true });
    const billed = await ran('bill', '--period', '2026-02');
    const { usage } = await explained();

    expect(open).toContain('DIFFERS: usage is 70 more than this document billed');
    expect(open).toContain('70 is in no invoice yet');
    expect(billed).toContain('INV-2026-000002');
    expect(usage.difference).toMatchObject({ quantity: '70', billedSince: '70', open: '0' });
    expect(await ran('books', 'check')).toContain('everything balances');
  });

  it('is proven by a public log, as a program finds that has nothing of ours', async () => {
    const at = (name: string): string => join(farthing.directory, name);
    const number = 'INV-2026-000001';
    // Past a run of the schedule.
    await farthing.setClock('2026-03-01T13:13:01Z');
    await ran('invoice', number, '-o', at('invoice.json'));
    await proven(number, at('proof.txt'));
    const proof = await readFile(at('proof.txt'), 'utf8');
    const [, tenant = ''] = /^farthing\.localhost\/v1\/logs\/(.+)\/2026$/m.exec(proof) ?? [];
    await writeFile(at('log.key'), await ran('log', 'key', tenant, '2026'));

    const checked = verified(at('invoice.json'), at('proof.txt'), ['--key', at('log.key')]);
    const other = await readFile(at('invoice.json'), 'utf8');
    await writeFile(at('other.json'), other.replaceAll('1.20', '1.30'));
    const refused = verified(at('other.json'), at('proof.txt'), ['--key', at('log.key')]);

    expect(checked.stdout).toContain(`The log farthing.localhost/v1/logs/${tenant}/2026 signed`);
    expect([checked.status, checked.stdout]).toEqual([
      0,
      expect.stringContaining('All of it holds'),
    ]);
    expect(refused.status).toBe(1);
    expect(await ran('log', 'checkpoint', tenant, '2026')).toContain('— farthing.localhost');
  });

  it('is no hindrance to customers who come when there are books', async () => {
    const plan = [{ plan: 'reader', from: '2026-03-01' }, ended];
    await apply('customers', [{ key: 'club', name: 'Club', subjects: ['app-3'], plan }]);

    expect(await ran('customers', 'list')).toContain('club');
  });
});

describe('what a newcomer reads', () => {
  describePages(() => farthing);
});

describe('what is looked up', () => {
  describeOtherPages(() => farthing);
});

describe('npm start', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'farthing-first-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  async function started(): Promise<string> {
    const args = ['bin/local.ts', '--once', '--port', '0', '--data', directory];
    const child = spawn('node', args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    let warned = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      warned += text;
    });
    const code = await new Promise((ended) => child.once('close', ended));
    if (code !== 0) throw new Error(`npm start ended with ${String(code)}:\n${warned}`);
    return printed;
  }
  /** From the usage to what to try next, without the address, which is another each time. */
  const shown = (printed: string): string =>
    printed.slice(printed.indexOf('meter '), printed.indexOf('Over HTTP'));

  it('bills its demo month, keeps the PDFs, and started again changes nothing', async () => {
    const first = await started();
    const files = await readdir(join(directory, 'invoices'));

    const second = await started();

    const [, count] = /Billed \d{4}-\d{2}: (\d+) invoices of/.exec(first) ?? [];
    expect(Number(count)).toBeGreaterThan(20);
    expect(files).toHaveLength(Number(count));
    expect(first).toContain(join(directory, 'invoices', 'INV-'));
    expect(first).toMatch(/The books have \d+ documents: everything balances/);
    expect(second).toContain('It holds a month of a small magazine');
    expect(shown(second)).toBe(shown(first));
    expect(await readdir(join(directory, 'invoices'))).toEqual(files);
  });
});
