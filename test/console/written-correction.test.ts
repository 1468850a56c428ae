import { describe, expect, it } from '@jest/globals';
import {
  correctionFrom,
  emptyCorrection,
} from '../../console/src/pages/events/written-correction.ts';

const written = { ...emptyCorrection, from: '2026-10-03', to: '2026-10-04T12:00:00Z' };

describe('a correction that is written down', () => {
  it('is of all that was said, without what was left empty; a day begins in UTC', () => {
    const one = correctionFrom({
      ...written,
      meter: ' views ',
      subject: 'ada',
      reason: ' a test ',
    });

    expect(one).toEqual({
      body: {
        reason: 'a test',
        where: {
          ...{ from: '2026-10-03T00:00:00Z', to: '2026-10-04T12:00:00Z' },
          ...{ meter: 'views', subjects: ['ada'] },
        },
      },
    });
  });

  it('amends by a patch, and says where that is none', () => {
    expect(correctionFrom({ ...written, patch: '{"bytes": 0}' })).toMatchObject({
      body: { amend: { data: { bytes: 0 } } },
    });
    expect(
      ['[1]', 'null', '{'].map((patch) => correctionFrom({ ...written, patch })),
    ).toMatchObject(Array.from({ length: 3 }, () => ({ fault: expect.anything() })));
  });
});
