import * as z from 'zod';

/** Of the request; base64 makes four bytes of three. */
export const logoBodyMax = 1536 * 1024;

export const logoDigest = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'give the SHA-256 in 64 lower case hexadecimal digits')
  .meta({
    description: 'A picture by the SHA-256 of its bytes as they are kept.',
    examples: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
  });

export const logoBody = z
  .strictObject({
    image: z
      .string()
      .regex(/^[A-Za-z0-9+/]+={0,2}$/, 'send the bytes of the picture as base64')
      .meta({ description: 'A PNG or a JPEG, in base64.' }),
  })
  .meta({ id: 'LogoBody' });

export const logo = z
  .object({
    logo: logoDigest.meta({ description: 'What the billing settings name it by.' }),
    mediaType: z.enum(['image/png', 'image/jpeg']),
    width: z.int().min(1).meta({ description: 'In pixels.' }),
    height: z.int().min(1).meta({ description: 'In pixels.' }),
    bytes: z.int().min(1).meta({ description: 'As it is kept, and is in each PDF.' }),
  })
  .meta({ id: 'Logo' });
