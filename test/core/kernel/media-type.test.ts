import { describe, expect, it } from '@jest/globals';
import { mediaTypeFrom, refuseOtherCharsets } from '../../../core/kernel/media-type.ts';
import { rejectionOf } from '../../support/rejection-of.ts';

describe('a media type', () => {
  it.each([
    ['application/json', 'application/json', undefined],
    [' Application/JSON ; Charset="UTF-8" ', 'application/json', 'utf-8'],
    ['text/csv;header=present;charset=latin1', 'text/csv', 'latin1'],
    ['text/csv; xcharset=latin1', 'text/csv', undefined],
    ['', '', undefined],
    [';;', '', undefined],
  ])('%j is %j with the charset %j', (text, essence, charset) => {
    expect(mediaTypeFrom(text)).toEqual({ essence, charset });
  });

  it('may be of UTF-8 or say nothing, and no other charset', () => {
    for (const charset of ['utf-8', 'utf8', undefined]) {
      expect(() => {
        refuseOtherCharsets({ essence: 'text/csv', charset }, 'content-type');
      }).not.toThrow();
    }
    expect(
      rejectionOf(() => {
        refuseOtherCharsets({ essence: 'text/csv', charset: '' }, 'content-type');
      }),
    ).toMatchObject({ code: 'request.wrong-media-type', param: 'content-type' });
  });
});
