import { timestampOf } from '../../../core/kernel/timestamp.ts';
import type { UsageEvent } from '../../../core/metering/usage-event.ts';
import { goldenBlock } from './golden-block.ts';

/** So many events of each kind that each column takes another form: see docs/block-format.md. */
const MANY = 40;
const many = (eventOf: (index: number) => Omit<UsageEvent, 'type'>): readonly UsageEvent[] =>
  Array.from({ length: MANY }, (_, index) => ({ type: 'view', ...eventOf(index) }));

const events: readonly UsageEvent[] = [
  ...goldenBlock.events,
  ...many((index) => ({
    source: 'urn:edge',
    id: `0f8fad5b-d9cb-469f-a165-708677289${((500 + index * 7) % 900) + 100}`,
    subject: `reader-${index % 3}`,
    occurredAt: timestampOf(1_773_500_966_535 + index * 13),
    data: `{"bytes":${index * 7_919},"path":"/articles/2026/${index % 4}","status":200}`,
  })),
  ...many((index) => ({
    source: 'urn:hex',
    id: (0xabcdef12 + index * 65_537).toString(16).padStart(16, '0'),
    subject: 'reader-1',
    occurredAt: timestampOf(1_773_500_960_000 - index),
    data: `{"n":${index % 2 === 1 ? '-' : ''}${index}.50,"tags":["a${index}",true,null]}`,
  })),
  ...many((index) => ({
    source: 'urn:ulid',
    id: `01J${String(index).padStart(23, '0')}`,
    subject: 'reader-2',
    occurredAt: timestampOf(1_773_500_966_000),
    data: '"text"',
  })),
  ...['{}', '[[1,"2"],{"a\\"b":"c\\\\"}]', '7'].map((data, index) => ({
    source: 'urn:odd',
    id: `é${index}`,
    type: 'odd',
    subject: 'reader-2',
    occurredAt: timestampOf(1_773_500_966_000),
    data,
  })),
];

/** A block as version 2 wrote it, for the tenant `acme`; never to be made anew, only to be read. */
export const goldenBlock2 = {
  base64:
    'AgAAAH4ByUAEa9//WICQorrS7K6gyDwgaE7vvfMIqHDPLaILiVf50FYnuFxLcT0qT7W+k0OflSOtD31xbSPsL9vVF9KBgeF+' +
    'uD9qTAGKyfRWva2E8OIUwyKfeInXxtZZvS5ttr3ObD2VU3T6f1TzmAUP6QOe5NpVWtSLMQHNVxzkaCWJgBHwKCrmVx2JYh/Q' +
    'SdvtB6Gmjj6vgGpzdutMe8gp80nMwVuKwmloRiEg2bdsKUq2tBo3wfxiO54vp3/0PBu9sp5vqoNCBXvO4ZgqaiTF89Hklpcz' +
    'RPoGKN7NdE9GSIm8qlMN8C+TRlm+QhcwX9HqRaiP0+z2b2XRlw53k3m631Ni6vwZbEyOIVbLCSpMgCEyBEu9Y9ovJbnQE6nK' +
    'Y15M2WQkBMCN0TyQ3DR57CHkpKlBeIbNC+wk1++GpVUjF/2LFWiYGVKON1IC4oq4G8foV2722t2iNxbikW3sr5ORBmPCSb40' +
    'xbnzuqyNL6cRYweBsF0z3RusmJnkOSf+XvU7KMk+qRtOYTbON7yS2Yf9UHrSSMbp7XajixVggjAtiTZ9udf/rRySx6dsh9rf' +
    '7lhdUamz3NtP92vHtw1eqBz8+1Z4Kuwbha9nNOd5W2dDXLxkbpl/layGM2543RI0t+qKEUpgtgd83gNV/8TPbauJM/IN0gg4' +
    'r1pl8qj+HQUSHy00KPP1zl9NtR3qzkAd0zUnj/4YneLFgssB0k3000k6WYzwhzqdQpyrhkf761x3dQcP20KzXrmDEFH/Ffjv' +
    'X7os14fACYJf0gZnDEdRIDE87jVI33gtrXtcsIX/4DRxx8BEaMC/j/ZPb1suqJ1gs5lJdol+OraVykUngxPX74Lfr5cq/NBK' +
    'CRncYdyPOqjGwfY/mwr9BkFmco1SxFv0hCRwhp/qHaSKtRNAI9pbTvwvcqyLuWmx3aLoWE15F7KNjU3jbDL2r0mRsz+M61Dn' +
    'nv2b2gztJDSX+AhGZ1TLId4u6GcmkLGEsZu+xZKECv+MZJ5TPHc76q+5G5cSAMR/9s76S9KsmJwVY9oA9RUV4IOZZkzTVXsi' +
    '/ueufs9lPv87c6r94xIeSGmzBeQu6RgqvYHlQGLRBrQYsFJBQscBCp5ZmmBALCENVBtrFQYgCswvqTMtz6YFGuX25qJrrQPf' +
    'eqNSTUS9NtpZUGy9kFVvKZUKm0W5sa4Ey3yfWMDwGEGERCJBQzVca12yyjU2guMO/4rb66IdsMzzyHOvwxijyRpuXCU42iNX' +
    'itorwmScaAISlnnkMc8/luKZtsjfs6BTL3ro4WEu+MydJDViJb3+ev0jyJFzJ0U/81lijPRt3yF92wLp2/qkxnRixGaIJRlO' +
    'W5HwLYsgCKi7RrQ9ao4rBCxRP41xex+75ucrLjw4xmCnASz5vcU4g3EDQzPeYTzHWMS4gnEVI2K0Mo4zdjAmJzk/8YK4C/8z' +
    'o84Dxk7OzFu6qap1x9GzLgz6DZ2o5ize4GrLh0863+8zeLzIL1y3tboj0YXEuK518cKLL738yquvvf7Gm2+9/c67773/wYcf' +
    'ffzJp599/sWXX339zbffff/Djz/9/Muvv/3+k4b06z9g4KDBK6e3xZixGDd+wsRJk6dMncYrkqlQSJXOZHP5QjAsFEMwlr0v' +
    'DDVjjIbSxdSMcb+I1NnUX+Oxa0JwPHaNiP3mJCwj5nVlxH42Fh/cWafOXcZr7DGo3BVHHQZFcHCDVhfXGhQNwGGwD5a6aAgZ' +
    'hrBEvTVSS8zxKQFLnrYDGuqLWxqiZk66D5YmaNhlVdJEx4MldReTuEFH7OJynee7D9bz6acPX7j/uotP2lmzaWF6XD/280cv' +
    'PnD9JSfvqt28KDO+v/fLxy89eMOlp+yuo1EzzZ6L73n7r0GZDR1n3/Lyjz358vqTrn7qy2D8/MpDVz74wf/Di1t3XnAnEdGH' +
    'r7isLf4blvoib/RdtNIGp5ShzKZC8OwUIoX01Guwef9c66zRC8Z7zWu2x2XcIHY1HQZFbbCrxO3liDeXGxvtPlj2nKcRJjMh' +
    'OCpE3JdZjpK0k5Gsk5O8UwhFewUCgS8IBL4gEPiCQOALVIpUKVKlSJUiVYpUJUqVKFWiVIlSBXU9ln3FNFwIDifA4SQ4nAKH' +
    'S4PDZcDhsuBwOXC4PDhc4YL8ZTlMYAITmMAEJjCBCSAhISEhISEhISGhoKCgoKCgoKAGqwJsd40BmJ8BosTRzhiWOmns2Qc7' +
    'WUPrNzBX76WW7zFwxhhUzh39LSwFGoud6IGGhCXqqlFljDGw1FkDHL4rB0snSxqMtMMMGQ==',
  events,
};
