import { describe, expect, it } from '@jest/globals';
import { eventFrom, stretchAround } from '../../console/src/pages/events/written-event.ts';

const written = {
  ...{ id: 'e-1', source: 'urn:me', type: 'view', subject: 'reader-1' },
  ...{ time: '2026-11-29T14:00:00+02:00', data: '' },
};

describe('an event that a person writes', () => {
  it('has no data where none was written', () => {
    const { data: _, ...attributes } = written;

    expect(eventFrom({ ...written, data: ' ' })).toEqual({ event: attributes });
  });

  it('has the data that were written', () => {
    const { data: _, ...attributes } = written;

    expect(eventFrom({ ...written, data: '{"bytes": 5}' })).toEqual({
      event: { ...attributes, data: { bytes: 5 } },
    });
  });

  it('is not sent with data that are no JSON, and says so at the data', () => {
    expect(eventFrom({ ...written, data: '{bytes}' })).toEqual({
      fault: { at: '/data', says: expect.stringMatching(/^this is no JSON/) },
    });
  });

  it('is looked for in the minutes around its time', () => {
    expect(stretchAround(written.time)).toEqual({
      from: '2026-11-29T11:59:00Z',
      to: '2026-11-29T12:01:00Z',
    });
  });
});
