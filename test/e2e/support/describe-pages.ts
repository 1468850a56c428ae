import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { nextCommands } from '../../../cli/starter/starter-files.ts';
import { type StarterName, starters } from '../../../cli/starter/starters.ts';
import { demoMeters } from '../../../start/demo/magazine.ts';
import { startOptionsFrom } from '../../../start/options.ts';
import { fakeShell } from '../../cli/support/fake-shell.ts';
import type { LocalFarthing } from './local-stack.ts';
import { commandsOf, type PageCommand, PersonAtShell, type Ran } from './page-commands.ts';
import { terminalPicture } from './terminal-picture.ts';

const root = resolve(import.meta.dirname, '../../..');
/** The month that pages are written for, and the one in which its invoices are issued. */
const writtenFor = { month: '2026-11', next: '2026-12' } as const;

/** Between a page as it is written and as its reader has it, who puts this month where it says another. */
class Calendar {
  readonly month: string;
  readonly #next: string;

  constructor(now: number) {
    const today = new Date(now);
    const next = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 1));
    this.month = today.toISOString().slice(0, 7);
    this.#next = next.toISOString().slice(0, 7);
  }

  async page(name: string): Promise<string> {
    const text = await readFile(join(root, name), 'utf8');
    return text
      .replaceAll(numbersOf(writtenFor.next), numbersOf(this.#next))
      .replaceAll(writtenFor.next, this.#next)
      .replaceAll(writtenFor.month, this.month);
  }

  /** With the last day of the month, which another month may not have. */
  asWritten(text: string): string {
    const lastDay = new Date(Date.parse(`${this.#next}-01`) - 1).toISOString().slice(0, 10);
    return text
      .replaceAll(lastDay, `${writtenFor.month}-30`)
      .replaceAll(numbersOf(this.#next), numbersOf(writtenFor.next))
      .replaceAll(this.month, writtenFor.month)
      .replaceAll(this.#next, writtenFor.next);
  }
}

/** What numbers of invoices of a month begin with. */
const numbersOf = (month: string): string => `INV-${month.slice(0, 4)}-`;

/** Whether it is another command of npm than those of `farthing`: what installs and starts is tested elsewhere. */
const isInstalling = ({ line }: PageCommand): boolean => /^(?:npm ci|npm start)\b/.test(line);

/** The pages that a newcomer reads, command by command, on a stack that is there. */
export function describePages(farthingOf: () => LocalFarthing): void {
  const now = Date.now();
  const calendar = new Calendar(now);
  let farthing: LocalFarthing;
  beforeAll(async () => {
    farthing = farthingOf();
    // What was put off for seconds by the clock of before would be put off for minutes, once its months are due.
    await farthing.untilSettled();
    await farthing.setClock(null, { quietly: true });
  });

  describe('docs/first-invoice.md', () => {
    const ran: (PageCommand & Ran)[] = [];
    let commands: readonly PageCommand[];
    let person: PersonAtShell;

    beforeAll(async () => {
      person = await PersonAtShell.of(farthing, 'newcomer');
      commands = commandsOf(await calendar.page('docs/first-invoice.md'));
      for (const command of commands.filter((one) => !isInstalling(one))) {
        ran.push({ ...command, ...(await person.run(command.line)) });
        // What a person takes to read the next paragraph.
        if (command.line.includes(' send ')) await farthing.untilSettled();
      }
    });

    const orderOf = (word: string): number =>
      commands
        .filter(({ line }) => line !== 'npm ci')
        .findIndex(({ line }) => line.includes(word)) + 1;

    it('starts what its reader can start', () => {
      const [, start] = commands;
      const words = start?.line.replace('npm start -- ', '').split(' ') ?? [];

      expect(startOptionsFrom(words, fakeShell().shell)).toMatchObject({ empty: true });
    });

    it('comes from the start to usage in five commands, and to a PDF in twelve', () => {
      expect(orderOf('npm start')).toBe(1);
      expect(orderOf(' usage ')).toBeLessThanOrEqual(5);
      expect(orderOf('--format pdf')).toBeLessThanOrEqual(12);
    });

    it('has commands that do what it says, and stops only at the first approval', () => {
      expect(ran.filter(({ code }) => code !== 0).map(({ line }) => line)).toEqual([
        expect.stringContaining(' bill '),
      ]);
    });

    it('shows what they print', () => {
      const shown = ran.filter((one) => one.shown !== undefined);

      expect(shown.length).toBeGreaterThan(1);
      for (const one of shown) expect(one.printed).toBe(one.shown);
    });

    it('ends with the PDF, and with the way from a line to its usage', async () => {
      const pdf = await readFile(person.path('invoice.pdf'));

      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      expect(ran.at(-1)?.printed).toMatch(/6 of api_calls at 0\.002 each/);
    });

    it('is what the picture of the README shows', async () => {
      const inPicture = [' apply ', ' usage ', ' preview ', ' issue ', ' --format pdf '];
      const picture = terminalPicture(
        inPicture.flatMap((word) => {
          const found = ran.find(({ line }) => line.includes(word));
          if (found === undefined) return [];
          const printed = found.printed === '' ? found.warned : found.printed;
          const line = found.line.replace('npm run farthing --', 'farthing');
          return [{ line: calendar.asWritten(line), printed: calendar.asWritten(printed) }];
        }),
      );
      const file = join(root, 'docs/terminal.svg');
      if (process.env['WRITE_PICTURE'] !== undefined) await writeFile(file, picture);

      expect(await readFile(file, 'utf8')).toBe(picture);
    });

    it('is what `init` prints, and writes to the folder, command by command', () => {
      const said = nextCommands({
        starter: starters.api,
        folder: '../my-service',
        farthing: 'npm run farthing --',
        now,
      }).map(({ command }) => command);

      const bare = commands.map(({ line }) => line.replace(' --group-by subject', ''));
      expect(bare).toEqual(expect.arrayContaining(said));
    });
  });

  describe('an example of what is sold', () => {
    const { month } = calendar;
    /** By customer, with taxes: their base, articles, readers and gigabytes by the plans of the examples. */
    const totals = { 'household-1': '3.57', 'city-library': '17.85', 'fonts-and-more': '5.95' };

    it('is begun, applied, used and billed as its plan says', async () => {
      // A plan begins in the month in which it is put, by the clock that the page before has moved.
      await farthing.setClock(null, { quietly: true });
      const person = await PersonAtShell.of(farthing, 'seller');
      const farthingRun = async (...words: readonly string[]): Promise<string> => {
        const { code, printed, warned } = await person.farthing(words);
        if (code !== 0) throw new Error(`${words.join(' ')}:\n${warned}`);
        return printed;
      };
      for (const example of ['magazine', 'downloads'] satisfies StarterName[]) {
        await farthingRun('init', example, '--example', example);
        await farthingRun('apply', example);
        await farthingRun('send', `${example}/events.ndjson`);
      }
      await farthing.untilSettled();

      // A run waits while what was sent is still being worked off; to ask for it again is safe.
      let billed = await person.farthing(['bill', '--period', month, '--set-clock']);
      for (let asked = 1; asked < 10 && billed.warned.includes('waiting:'); asked += 1) {
        await farthing.untilSettled();
        billed = await person.farthing(['bill', '--period', month]);
      }
      expect(billed.warned).not.toContain('waiting:');
      await farthingRun('issue', '--period', month, '--reason', 'looked at them');
      const listed = JSON.parse(await farthingRun('invoices', '--period', month, '--json')) as {
        invoices: { customer: string; total: string }[];
      };

      expect(
        Object.fromEntries(listed.invoices.map(({ customer, total }) => [customer, total])),
      ).toEqual(totals);
    });
  });

  describe('README.md', () => {
    it('has commands that do what it says, from where the key is to the first deploy', async () => {
      const person = await PersonAtShell.of(farthing, 'reader');
      await mkdir(person.path('meters'), { recursive: true });
      await writeFile(person.path('meters/meters.json'), JSON.stringify(demoMeters));
      await person.farthing(['apply', 'meters']);
      await farthing.setClock(null, { quietly: true });
      const time = new Date(now)
        .toUTCString()
        .replace(/^\w+, (\d+) (\w+) (\d+) (\S+) GMT$/, '$1/$2/$3:$4 +0000');
      await writeFile(
        person.path('access.log'),
        `192.0.2.7 - - [${time}] "GET /articles/1 HTTP/1.1" 200 5120 "-" "-"\n`,
      );
      const page = await calendar.page('README.md');
      const commands = commandsOf(page.slice(0, page.indexOf('\n## Deploy'))).filter(
        (one) => !isInstalling(one),
      );
      const printed: string[] = [];
      for (const { line } of commands) {
        const ran = await person.run(line);
        expect([line, ran.code]).toEqual([line, 0]);
        printed.push(ran.printed);
        if (line.includes('/v1/events') || line.includes(' import ')) await farthing.untilSettled();
      }

      expect(commands).toHaveLength(5);
      expect(JSON.parse(printed[2] ?? '')).toEqual({ accepted: 1, rejected: [] });
      expect(JSON.parse(printed[3] ?? '')).toMatchObject({
        rows: [{ subject: 'reader-7', value: '1' }],
      });
      expect(printed[4]).toContain('1 event accepted');
    });
  });
}
