import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { answerStack } from '../../functions/store-pages/answer-stack.ts';
import { pageFiles } from '../../functions/store-pages/page-files.ts';
import { storePages } from '../../functions/store-pages/store-pages.ts';
import { inMemoryWebPages } from '../fakes/web-pages.ts';

const clock = { now: () => timestampOf(Date.UTC(2026, 0, 1)) };

let folder: string;
let errors: jest.SpiedFunction<typeof console.error>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'farthing-pages-'));
  await mkdir(join(folder, 'console', 'assets'), { recursive: true });
  await writeFile(join(folder, 'console', 'index.html'), '<p>');
  await writeFile(join(folder, 'console', 'assets', 'main-1.js'), 'go()');
  errors = jest.spyOn(console, 'error').mockReturnValue(undefined);
});
afterEach(async () => {
  errors.mockRestore();
  await rm(folder, { recursive: true });
});

const aRequest = (type: string) => ({
  RequestType: type,
  ResponseURL: 'https://answers.example/1?signed',
  StackId: 'stack/1',
  RequestId: 'request-1',
  LogicalResourceId: 'Stored',
  ResourceProperties: { Code: 'abc.zip' },
});

/** The function on memory, and what it answered CloudFormation; `statuses` are what that says in turn, then 200. */
function deployed(...statuses: number[]) {
  const pages = inMemoryWebPages(clock);
  const answers: { readonly address: string; readonly answer: Record<string, unknown> }[] = [];
  const put = async (address: string, answer: string) => {
    answers.push({ address, answer: JSON.parse(answer) as Record<string, unknown> });
    return statuses.shift() ?? 200;
  };
  const store = storePages({ pages, clock, files: () => pageFiles(folder) });
  return { pages, answers, handle: answerStack({ id: 'pages in bucket', put }, store) };
}

describe('a deploy', () => {
  it.each(['Create', 'Update'])('has the pages beside the function served (%s)', async (type) => {
    const { pages, answers, handle } = deployed();

    await handle(aRequest(type));

    expect([...pages.all.keys()]).toEqual(['console/assets/main-1.js', 'console/index.html']);
    expect(answers).toEqual([
      {
        address: 'https://answers.example/1?signed',
        answer: {
          StackId: 'stack/1',
          RequestId: 'request-1',
          LogicalResourceId: 'Stored',
          PhysicalResourceId: 'pages in bucket',
          Status: 'SUCCESS',
        },
      },
    ]);
  });

  it('takes them away with their stack, so that their bucket can go', async () => {
    const { pages, answers, handle } = deployed();
    await handle(aRequest('Create'));

    await handle(aRequest('Delete'));

    expect(pages.all.size).toBe(0);
    expect(answers[1]?.answer).toMatchObject({ Status: 'SUCCESS' });
  });

  it('is told why the pages were not kept, by the same id, in what it takes', async () => {
    const { pages, answers, handle } = deployed();
    pages.failAt('console/index.html');

    await handle(aRequest('Update'));

    expect(answers[0]?.answer).toMatchObject({
      Status: 'FAILED',
      Reason: 'Error: console/index.html is refused',
      PhysicalResourceId: 'pages in bucket',
    });
    expect(errors).toHaveBeenCalled();
  });

  it('is told of a reason that is longer than it takes as far as it goes', async () => {
    const { answers } = deployed();
    const put = async (address: string, answer: string) => {
      answers.push({ address, answer: JSON.parse(answer) as Record<string, unknown> });
      return 200;
    };
    const fail = () => Promise.reject(new Error('x'.repeat(5_000)));

    await answerStack({ id: 'pages in bucket', put }, fail)(aRequest('Create'));

    expect(JSON.stringify(answers[0]?.answer).length).toBeLessThan(4_096);
  });

  it('is answered again where it did not take the answer, and the function fails where it never does', async () => {
    const patient = deployed(503, 500);
    await patient.handle(aRequest('Create'));

    const never = deployed(503, 503, 503);

    expect(patient.answers).toHaveLength(3);
    await expect(never.handle(aRequest('Create'))).rejects.toThrow('takes no answer, got 503');
  });

  it('is all that it listens to', async () => {
    const { answers, handle } = deployed();

    await expect(handle({ action: 'store' })).rejects.toThrow('RequestType');
    await expect(handle(aRequest('Rename'))).rejects.toThrow('Create, Update, Delete');
    expect(answers).toEqual([]);
  });
});

describe('a file', () => {
  it('is a page by its path, with what it is, and for how long it may be kept', async () => {
    const [asset, page] = await pageFiles(folder);

    expect(asset).toMatchObject({
      path: 'console/assets/main-1.js',
      contentType: 'text/javascript; charset=utf-8',
      cacheControl: 'public, max-age=31536000, immutable',
    });
    expect(page).toMatchObject({
      path: 'console/index.html',
      contentType: 'text/html; charset=utf-8',
      cacheControl: 'no-cache',
      bytes: Buffer.from('<p>'),
    });
  });

  it('of a type that nobody knows is refused, by its path', async () => {
    await writeFile(join(folder, 'console', 'a.exe'), '');

    await expect(pageFiles(folder)).rejects.toThrow('give files like console/a.exe a content type');
  });
});
