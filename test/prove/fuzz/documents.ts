import {
  getNamedType,
  getNullableType,
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { Chance } from '../chance.js';

/** A document that the schema could allow, more or less: fields are real, values are of the right kind or of any other. */
export class Documents {
  private readonly ids: string[];

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly chance: Chance,
    ids: readonly string[],
  ) {
    this.ids = [...ids, 'exc_none', 'per_priya', '', 'x'.repeat(300), "'; --", 'cas_\u0000'];
  }

  /** One operation with its variables. */
  make(): { query: string; variables?: Record<string, unknown>; operationName?: string } {
    const isMutation = this.chance.happens(0.4);
    const root = (isMutation ? this.schema.getMutationType() : this.schema.getQueryType()) as GraphQLObjectType;
    const roots = isMutation && this.chance.happens(0.95) ? 1 : this.chance.between(1, 4);
    const fields = Array.from({ length: roots }, () => this.field(root, this.chance.between(0, 6)));
    const name = this.chance.happens(0.2) ? 'Asked' : '';
    const query = `${isMutation ? 'mutation' : 'query'} ${name} { ${fields.join(' ')} } ${this.more()}`;
    return { query, ...(this.chance.happens(0.05) ? { operationName: this.chance.of(['Asked', 'Other', '']) } : {}) };
  }

  private more(): string {
    if (this.chance.happens(0.95)) return '';
    return this.chance.of([
      'fragment F on Person { id ...F }',
      'fragment F on Query { me { id } }',
      '{ me { id } }',
      'type A { b: Int }',
      '#',
    ]);
  }

  private field(type: GraphQLObjectType, depth: number): string {
    const field = this.chance.of(Object.values(type.getFields()));
    const alias = this.chance.happens(0.1) ? `${this.chance.of(['a', 'b', '__c'])}: ` : '';
    const name = this.chance.happens(0.01) ? `${field.name}x` : field.name;
    const directive = this.chance.happens(0.03)
      ? this.chance.of([' @skip(if: true)', ' @include(if: $no)', ' @nothing', ' @deprecated'])
      : '';
    return `${alias}${name}${this.args(field.args)}${directive}${this.selection(getNamedType(field.type), depth)}`;
  }

  private selection(type: GraphQLNamedType, depth: number): string {
    if (isLeafType(type)) return this.chance.happens(0.01) ? ' { id }' : '';
    if (isInterfaceType(type)) return ` { id ... on ${this.chance.of(['Person', 'PolicyException', 'Money'])} { __typename } }`;
    if (!isObjectType(type) || depth <= 0) return this.chance.happens(0.99) ? ' { __typename }' : '';
    return ` { ${Array.from({ length: this.chance.between(1, 4) }, () => this.field(type, depth - 1)).join(' ')} }`;
  }

  private args(args: readonly GraphQLArgument[]): string {
    const given = args.filter(({ type }) => (isNonNullType(type) ? this.chance.happens(0.97) : this.chance.happens(0.3)));
    return given.length > 0 ? `(${given.map(({ name, type }) => `${name}: ${this.value(type, 3)}`).join(' ')})` : '';
  }

  private value(type: GraphQLInputType, depth: number): string {
    if (this.chance.happens(0.04))
      return this.chance.of(['null', '[]', '{}', '1', '-1', '1.5', '1e400', '"x"', 'X', '$v', '[[[]]]', 'true', '"\\u0000"', '"""\n"""']);
    const bare = getNullableType(type);
    if (isListType(bare)) return `[${Array.from({ length: this.chance.between(0, 3) }, () => this.value(bare.ofType, depth)).join(' ')}]`;
    const named = getNamedType(type);
    if (isEnumType(named)) return this.chance.of(named.getValues()).name;
    if (!isInputObjectType(named)) return this.scalar(named.name);
    const fields = Object.values(named.getFields()).filter((field) => depth > 0 && (isNonNullType(field.type) || this.chance.happens(0.3)));
    return `{ ${fields.map((field) => `${field.name}: ${this.value(field.type, depth - 1)}`).join(' ')} }`;
  }

  private scalar(name: string): string {
    const text = (): string =>
      JSON.stringify(this.chance.of(['flood', 'é', 'x'.repeat(5_000), 'UTC', 'a\nb', '\u202e', 'AUD', '😀', "Robert'); --"]));
    const kinds: Record<string, () => string> = {
      ID: () => JSON.stringify(this.chance.of(this.ids)),
      String: text,
      Int: () => String(this.chance.of([0, 1, 25, 100, 101, -1, 2_147_483_647])),
      Boolean: () => String(this.chance.happens(0.5)),
      SafeInt: () => String(this.chance.of([0, 1, 20_240, 9_007_199_254_740_991, -1])),
      DateTime: () => JSON.stringify(this.chance.of(['2026-01-01T00:00:00Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', 'x'])),
      CurrencyCode: () => JSON.stringify(this.chance.of(['AUD', 'JPY', 'BHD', 'QQQ', 'aud'])),
    };
    return (kinds[name] ?? text)();
  }
}
