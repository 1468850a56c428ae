import { describe, expect, it } from '@jest/globals';
import { readyReport } from '../../start/ready-report.ts';
import { fakeShell } from '../cli/support/fake-shell.ts';

const reportWith = (pages: {
  readonly console?: string;
  readonly magazine?: string;
  readonly docs?: string;
  readonly payee?: string;
  readonly log?: string;
}) => {
  const { shell } = fakeShell();
  return readyReport({
    stack: {
      url: 'http://127.0.0.1:8787',
      tenant: 'demo',
      apiKey: 'ft_test_1_secret',
      issueKeysFunction: 'issue-keys',
      rebuildFunction: 'rebuild',
      environment: {},
      localSecret: 'secret',
    },
    pages: {
      ...{ console: pages.console, magazine: pages.magazine },
      ...{ docs: pages.docs, payee: pages.payee, log: pages.log },
    },
    demo: undefined,
    hasDemo: false,
    directory: '.farthing',
    shell,
    startedAt: shell.now(),
    now: shell.now(),
    deadLetters: 0,
    startAgain: undefined,
  });
};

describe('what npm start says when it is ready', () => {
  it('leads to the console, with the key where no server sees it, to the magazine, an author’s page, and the reference', async () => {
    const report = await reportWith({
      console: 'http://127.0.0.1:8787/console/',
      magazine: 'http://127.0.0.1:8788',
      docs: 'http://127.0.0.1:8787/docs/',
      payee: 'http://127.0.0.1:8787/payee/#token=fte_x',
      log: 'http://127.0.0.1:8787/v1/logs/demo/2026/checkpoint',
    });

    expect(report).toContain(
      [
        'In a browser:',
        '  console    http://127.0.0.1:8787/console/#key=ft_test_1_secret',
        '  magazine   http://127.0.0.1:8788/, paid by the page',
        '  an author  http://127.0.0.1:8787/payee/#token=fte_x',
        '  reference  http://127.0.0.1:8787/docs/',
        '  public log http://127.0.0.1:8787/v1/logs/demo/2026/checkpoint, of the tenant demo',
        '',
      ].join('\n'),
    );
  });

  it('says nothing of pages that are turned off', async () => {
    expect(await reportWith({})).not.toContain('In a browser');
  });
});
