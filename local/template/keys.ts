import type { Resource, Template } from './template.ts';

/** A key of KMS that signs. */
export interface KeyDefinition {
  readonly path: string;
  /** What a Ref to it is. */
  readonly id: string;
  readonly arn: string;
}

const SPEC = 'ECC_NIST_EDWARDS25519';

/** A key that encrypts makes no difference on one machine, where nothing is encrypted. */
export const isSigningKey = ({ type, properties }: Resource): boolean =>
  type === 'AWS::KMS::Key' && properties.optionalString('KeyUsage') === 'SIGN_VERIFY';

/** Every key of the template that signs: Ed25519 is what there is here. */
export const readKeys = (template: Template): readonly KeyDefinition[] =>
  template.resources.filter(isSigningKey).map(({ path, ref, arn, properties, logicalId }) => {
    const spec = properties.optionalString('KeySpec');
    if (spec === SPEC) return { path, id: ref, arn };
    throw new Error(
      `${logicalId}.KeySpec is ${spec ?? 'not set'}: the local runtime signs with ${SPEC} alone`,
    );
  });
