import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { fileOutbox } from '../../sdk/src/outbox.ts';
import { inMemoryOutbox } from '../fakes/outbox.ts';

const made: string[] = [];
const aDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'farthing-outbox-'));
  made.push(directory);
  return directory;
};
afterAll(() => {
  for (const directory of made) rmSync(directory, { recursive: true, force: true });
});

/** When a process was started, as the kernel has it; null where it does not say. */
function startOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

/** Each answers how to open the outbox, as often as a process is started. */
const outboxes = {
  'in memory': () => inMemoryOutbox().open,
  'in files': () => {
    const directory = aDirectory();
    return () => fileOutbox({ directory });
  },
};

describe.each(Object.entries(outboxes))('an outbox %s', (_, anOutbox) => {
  it('has nothing left at first', () => {
    expect(anOutbox()().left()).toEqual([]);
  });

  it('leaves what was kept and not settled, batch by batch, in its order', () => {
    const open = anOutbox();
    const before = open();
    const [first, second, third] = [before.begin(), before.begin(), before.begin()];
    first.keep('{"id":"1"}');
    second.keep('{"id":"2"}');
    first.keep('{"id":"é\\n\\u2028"}');
    first.seal();
    third.keep('{"id":"3"}');
    third.seal();
    third.settle();
    before.close();

    const left = open().left();

    expect(left.map(({ texts }) => texts)).toEqual([
      ['{"id":"1"}', '{"id":"é\\n\\u2028"}'],
      ['{"id":"2"}'],
    ]);
  });

  it('forgets what was left once it is settled, and keeps what comes after apart from it', () => {
    const open = anOutbox();
    const before = open();
    before.begin().keep('{"id":"1"}');
    before.close();
    const after = open();
    const [left] = after.left();
    after.begin().keep('{"id":"2"}');
    left?.settle();
    after.close();

    expect(
      open()
        .left()
        .map(({ texts }) => texts),
    ).toEqual([['{"id":"2"}']]);
  });

  it('settles a batch in which nothing was kept', () => {
    const outbox = anOutbox()();
    const batch = outbox.begin();

    batch.seal();
    batch.settle();

    expect(outbox.left()).toEqual([]);
  });
});

describe('an outbox in files', () => {
  it('leaves out the line that was being written when the process ended', () => {
    const directory = aDirectory();
    const before = fileOutbox({ directory });
    before.begin().keep('{"id":"1"}');
    before.close();
    const [name = ''] = readdirSync(directory);
    appendFileSync(join(directory, name), '{"id":"2","ty');

    expect(fileOutbox({ directory }).left()).toMatchObject([
      { texts: ['{"id":"1"}'], unreadable: [] },
    ]);
  });

  it('tells what it cannot read', () => {
    const directory = aDirectory();
    writeFileSync(join(directory, '000000000000001.ndjson'), '{"id":"1"}\n\0\0\0\n');

    expect(fileOutbox({ directory }).left()).toMatchObject([
      { texts: ['{"id":"1"}'], unreadable: ['\0\0\0'] },
    ]);
  });

  it('reads files as they were named before', () => {
    const directory = aDirectory();
    writeFileSync(join(directory, '000000000000007.ndjson'), '{"id":"1"}\n');
    const outbox = fileOutbox({ directory });
    outbox.begin().keep('{"id":"2"}');
    outbox.close();

    const left = fileOutbox({ directory }).left();

    expect(left.map(({ texts }) => texts)).toEqual([['{"id":"1"}'], ['{"id":"2"}']]);
  });

  it('leaves alone what it has not made', () => {
    const directory = aDirectory();
    writeFileSync(join(directory, 'export.ndjson'), '{"id":"1"}\n');
    writeFileSync(join(directory, '2026-11-01.ndjson'), '{"id":"1"}\n');
    const outbox = fileOutbox({ directory });

    expect(outbox.left()).toEqual([]);
    outbox.close();
    expect(readdirSync(directory).toSorted()).toEqual(['2026-11-01.ndjson', 'export.ndjson']);
  });

  it('tells of a file that it cannot read, and leaves it', () => {
    const directory = aDirectory();
    mkdirSync(join(directory, '000000000000001.ndjson'));
    const [left] = fileOutbox({ directory }).left();

    expect([left?.texts, left?.unreadable]).toEqual([[], [expect.stringContaining('EISDIR')]]);
    left?.settle();
    expect(readdirSync(directory)).toContain('000000000000001.ndjson');
  });

  it('takes no file for its own that another has made, as on a disk of two machines', () => {
    const directory = aDirectory();
    const first = fileOutbox({ directory });
    const [kept, empty] = [first.begin(), first.begin()];
    first.close();
    const second = fileOutbox({ directory });
    const [others, more] = [second.begin(), second.begin()];

    kept.keep('{"id":"first"}');
    others.keep('{"id":"second"}');
    more.keep('{"id":"third"}');
    kept.settle();
    empty.settle();
    second.close();

    const left = fileOutbox({ directory }).left();
    expect(left.map(({ texts }) => texts)).toEqual([['{"id":"second"}'], ['{"id":"third"}']]);
  });

  it('is of one sender at a time', () => {
    const directory = aDirectory();
    const outbox = fileOutbox({ directory });

    expect(() => fileOutbox({ directory })).toThrow('give each sender a directory of its own');
    outbox.close();
    fileOutbox({ directory }).close();
  });

  it('is refused where another process has it, that still runs', () => {
    const directory = aDirectory();
    const lock = join(directory, 'lock');
    writeFileSync(lock, JSON.stringify({ pid: process.ppid, since: startOf(process.ppid) }));

    expect(() => fileOutbox({ directory })).toThrow(`process ${process.ppid}`);
  });

  it('is refused where another thread of this process has it', () => {
    const directory = aDirectory();
    const { pid } = process;
    writeFileSync(join(directory, 'lock'), JSON.stringify({ pid, since: startOf(pid) }));

    expect(() => fileOutbox({ directory })).toThrow('a thread of it');
  });

  it('is refused where a file has the name of its lock', () => {
    const directory = aDirectory();
    writeFileSync(join(directory, 'lock'), 'of something else');

    expect(() => fileOutbox({ directory })).toThrow('give that a directory of its own');
    expect(readFileSync(join(directory, 'lock'), 'utf8')).toBe('of something else');
  });

  it('lets go of no lock but its own', () => {
    const directory = aDirectory();
    const outbox = fileOutbox({ directory });
    writeFileSync(join(directory, 'lock'), '{"pid":1,"since":"another"}');

    outbox.close();

    expect(readdirSync(directory)).toEqual(['lock']);
  });

  it('is taken over from a process that was killed, whoever has its number now', () => {
    const directory = aDirectory();
    const lock = join(directory, 'lock');
    const gone = [
      { pid: 2 ** 30, since: '1' },
      { pid: process.ppid, since: 'another time' },
      { pid: process.pid, since: 'another time' },
    ];

    for (const holder of gone) {
      writeFileSync(lock, JSON.stringify(holder));
      fileOutbox({ directory }).close();
    }
    for (const torn of ['', '{"p', '{"pid":12']) {
      writeFileSync(lock, torn);
      fileOutbox({ directory }).close();
    }

    expect(readdirSync(directory)).toEqual([]);
  });
});
