import { timestampOf } from '../../../core/kernel/timestamp.ts';

/** A block as version 1 wrote it, for the tenant `acme`; never to be made anew, only to be read. */
export const goldenBlock = {
  base64:
    'AQAAAAPJQARr3/8SVfmzS8t4ilvXWICQorrS8pFIc+DafACWqeyuoMg8IFyjyKMUddqCG1IRJr+IV83QsBvVLb4bOgEABB6/6ZTl/dq0TQfrHEZfTjDmMBKHxmikQScnZIeDtgUeJxJgnkeBBxbnNgaOqUkG8muvbJf7TbeP8+w3CxfjIthqr8YEYdzDefqH/mIXZwjR7ff9f96vinEyEFsEYXdeHVCHcf+I0Fd7NU667dmMILxRL3CeTb/d629yQzvqIEMEoewDrR3OZ/V6UVVt1mrVoioqcU1VNQi99q6N81yNznnX3xouy1XFWLV3I8MZaSmzNDPuyGI/mwlXY7ec9hdbSVFWa/VGU5VJDN4Jdw==',
  events: [
    {
      source: 'urn:magazine',
      id: 'event-1',
      type: 'view',
      subject: 'reader-1',
      occurredAt: timestampOf(1773500966535),
      data: '{"bytes":1200,"path":"/articles/1"}',
    },
    {
      source: 'urn:magazine',
      id: '#|é😀 "x"',
      type: 'view',
      subject: 'a#b',
      occurredAt: timestampOf(1773500966535),
      data: undefined,
    },
    {
      source: 'urn:api',
      id: 'event-1',
      type: 'api.call',
      subject: 'reader-1',
      occurredAt: timestampOf(1773500906535),
      data: '{"tokens":12345678901234567890.123456789012}',
    },
  ],
  identities: [
    'c940046bdfff1255f9b34bcb788a5bd7',
    '588090a2bad2f2914873e0da7c0096a9',
    'ecaea0c83c205ca3c8a31475da821b52',
  ],
  checks: [287752072, 1473106096, 466955710],
};
