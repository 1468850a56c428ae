import type { Properties } from './properties.ts';
import type { Template } from './template.ts';

/** A header that CloudFront adds to an answer. */
export interface ResponseHeader {
  /** In lower case. */
  readonly name: string;
  readonly value: string;
  /** Whether it takes the place of one that the answer has; else that one stays. */
  readonly overrides: boolean;
}

/** The value of each security header, by the member of the policy that sets it. */
const security: Readonly<Record<string, (header: Properties) => readonly [string, string]>> = {
  ContentSecurityPolicy: (header) => [
    'content-security-policy',
    header.string('ContentSecurityPolicy'),
  ],
  ContentTypeOptions: () => ['x-content-type-options', 'nosniff'],
  FrameOptions: (header) => ['x-frame-options', header.string('FrameOption')],
  ReferrerPolicy: (header) => ['referrer-policy', header.string('ReferrerPolicy')],
  StrictTransportSecurity: (header) => [
    'strict-transport-security',
    [
      `max-age=${header.number('AccessControlMaxAgeSec')}`,
      ...(header.optionalBoolean('IncludeSubdomains') === true ? ['includeSubDomains'] : []),
      ...(header.optionalBoolean('Preload') === true ? ['preload'] : []),
    ].join('; '),
  ],
};

/** The headers of a behavior's policy; throws for a policy that is not in the stack, and for what it does besides. */
export function readResponseHeaders(
  behavior: Properties,
  template: Template,
): readonly ResponseHeader[] {
  const id = behavior.optionalString('ResponseHeadersPolicyId');
  if (id === undefined) return [];
  const policy = template
    .ofType('AWS::CloudFront::ResponseHeadersPolicy')
    .find(({ ref }) => ref === id);
  if (policy === undefined) {
    throw new Error(`${behavior.where} has a policy ${id}, which is not in this stack`);
  }
  const config = policy.properties.object('ResponseHeadersPolicyConfig');
  const known = ['Name', 'Comment', 'SecurityHeadersConfig', 'CustomHeadersConfig'];
  const unknown = config.names().find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new Error(`${config.where}.${unknown} is nothing that the local runtime does`);
  }
  return [...securityHeaders(config), ...customHeaders(config)];
}

function securityHeaders(config: Properties): readonly ResponseHeader[] {
  const headers = config.optionalObject('SecurityHeadersConfig');
  return (headers?.names() ?? []).map((member) => {
    const header = config.object('SecurityHeadersConfig').object(member);
    const read = security[member];
    if (read === undefined) {
      throw new Error(`${header.where} is nothing that the local runtime does`);
    }
    const [name, value] = read(header);
    return { name, value, overrides: header.optionalBoolean('Override') === true };
  });
}

function customHeaders(config: Properties): readonly ResponseHeader[] {
  const items = config.optionalObject('CustomHeadersConfig')?.objects('Items') ?? [];
  return items.map((item) => ({
    name: item.string('Header').toLowerCase(),
    value: item.string('Value'),
    overrides: item.optionalBoolean('Override') === true,
  }));
}
