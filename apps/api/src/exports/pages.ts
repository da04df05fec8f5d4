import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import {
  type DocumentNode,
  execute,
  getNullableType,
  type GraphQLArgument,
  type GraphQLSchema,
  GraphQLError,
  isEnumType,
  isScalarType,
  parse,
  validate,
} from 'graphql';
import type { GraphContext } from '../graphql/context.js';
import { badRequest } from '../graphql/refuse.js';
import { selectionOf } from './columns.js';
import { LISTS } from './lists.js';

/** Part of a list, as the API answers it. */
export interface ListPage {
  readonly nodes: readonly object[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const ROWS = 100;
const OF_A_PAGE: ReadonlySet<string> = new Set(['first', 'after', 'last', 'before']);

/**
 * Reads lists page by page through the schema itself: what a file shows, whom it is shown to and which conditions it takes is what the query says,
 * because it is the query.
 */
@Injectable()
export class ListPages implements OnApplicationBootstrap {
  private readonly documents = new Map<string, DocumentNode>();

  constructor(private readonly modules: ModuleRef) {}

  /** Asked for late: a feature does not know the module that serves the schema made of all features. */
  private get schema(): GraphQLSchema {
    return this.modules.get(GraphQLSchemaHost, { strict: false }).schema;
  }

  /** @throws Error when a list asks for what the schema does not have: the service does not start */
  onApplicationBootstrap(): void {
    for (const name of Object.keys(LISTS)) this.documents.set(name, this.documentOf(name));
  }

  /** The conditions of a file, from what stands in its address. What they may be is judged with the first page. @throws GraphQLError BAD_USER_INPUT */
  asked(name: string, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const args = this.argsOf(name);
    const unknown = Object.keys(given).find((key) => !args.some((arg) => arg.name === key));
    if (unknown !== undefined) throw refused([unknown], `This list knows no condition of that name; it knows ${named(args)}, and bom.`);
    return Object.fromEntries(
      Object.entries(given).map(([key, value]) => [
        key,
        valueOf(
          args.find((arg) => arg.name === key),
          value,
        ),
      ]),
    );
  }

  /** One page. @throws GraphQLError as the query does */
  async read(name: string, asked: Readonly<Record<string, unknown>>, after: string | null, context: GraphContext): Promise<ListPage> {
    const document = this.documents.get(name);
    if (!document) throw new Error(`There is no list ${name}.`);
    const variableValues = { ...asked, first: ROWS, after };
    const { data, errors } = await execute({ schema: this.schema, document, variableValues, contextValue: context });
    if (errors?.[0]) throw errors[0];
    return data?.list as ListPage;
  }

  private documentOf(name: string): DocumentNode {
    const { query, columns } = listOf(name);
    const args = [
      ...this.argsOf(name).map((arg) => ({ name: arg.name, type: String(arg.type) })),
      { name: 'first', type: 'Int' },
      { name: 'after', type: 'String' },
    ];
    const given = args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
    const document = parse(
      `query Export(${args.map((arg) => `$${arg.name}: ${arg.type}`).join(', ')}) { list: ${query}(${given}) { nodes { ${selectionOf(columns)} } pageInfo { hasNextPage endCursor } } }`,
    );
    const [fault] = validate(this.schema, document);
    if (fault) throw new Error(`The file of ${name} asks for what there is not: ${fault.message}`);
    return document;
  }

  private argsOf(name: string): readonly GraphQLArgument[] {
    const fields = this.schema.getQueryType()?.getFields() ?? {};
    return (fields[listOf(name).query]?.args ?? []).filter((arg) => !OF_A_PAGE.has(arg.name));
  }
}

function listOf(name: string) {
  const list = LISTS[name];
  if (!list) throw new Error(`There is no list ${name}.`);
  return list;
}

/** Words stand in an address as they are; conditions with parts are JSON, the same as in a query's variables. */
function valueOf(arg: GraphQLArgument | undefined, value: unknown): unknown {
  if (!arg || typeof value !== 'string') throw refused([arg?.name ?? ''], 'Each condition is given once.');
  if (isWord(arg)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    throw refused([arg.name], 'This is not JSON. Write it as in the variables of a query, such as {"status":["APPROVED"]}.');
  }
}

function isWord({ type }: GraphQLArgument): boolean {
  const one = getNullableType(type);
  return isEnumType(one) || (isScalarType(one) && ['String', 'ID'].includes(one.name));
}

function named(args: readonly GraphQLArgument[]): string {
  return args.map(({ name }) => name).join(', ') || 'none';
}

function refused(path: readonly string[], message: string): GraphQLError {
  const { extensions } = badRequest(message);
  return new GraphQLError(message, { extensions: { ...extensions, path } });
}
