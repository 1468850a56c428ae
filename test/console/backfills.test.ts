import { describe, expect, it } from '@jest/globals';
import { beginningOf } from '../../console/src/beginning-of.ts';
import { beginningText, importCommand } from '../../console/src/pages/backfills/job-words.ts';
import { emptyJob, jobFrom } from '../../console/src/pages/backfills/written-job.ts';

describe('a backfill job that is written down', () => {
  const written = { ...emptyJob, name: ' lost-1 ', from: '2026-08', to: '2026-10-02' };

  it('only looks unless it is said otherwise, and takes days and months, which begin in UTC', () => {
    expect(jobFrom(written)).toEqual({
      body: {
        ...{ name: 'lost-1', billing: 'adjust', dryRun: true },
        ...{ from: '2026-08-01T00:00:00Z', to: '2026-10-02T00:00:00Z' },
      },
    });
  });

  it('has a rate where one is written, and refuses what is no number', () => {
    expect(jobFrom({ ...written, rate: ' 200 ', dryRun: '' })).toMatchObject({
      body: { eventsPerSecond: 200 },
    });
    expect(['2.5', '-1', 'fast'].map((rate) => jobFrom({ ...written, rate }))).toMatchObject(
      Array.from({ length: 3 }, () => ({ fault: { at: '/eventsPerSecond' } })),
    );
  });
});

describe('the window of a job', () => {
  it('is shown by days, and by times where it begins within one', () => {
    expect(beginningText('2026-08-01T00:00:00Z')).toBe('2026-08-01');
    expect(beginningText('2026-08-01T12:00:00Z')).toBe('2026-08-01 12:00:00 UTC');
  });

  it('leaves what is no day and no month to the interface', () => {
    expect(beginningOf(' 2026-08-01T12:00:00+02:00 ')).toBe('2026-08-01T12:00:00+02:00');
    expect(beginningOf('soon')).toBe('soon');
  });
});

describe('the command that sends a file under a job', () => {
  it('names the job alone, which knows the rest', () => {
    expect(importCommand({ name: 'lost-1' })).toBe('farthing import FILE --backfill --job lost-1');
  });
});
