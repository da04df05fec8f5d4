import {
  getOperationAST,
  GraphQLError,
  Kind,
  OperationTypeNode,
  parse,
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { measure } from './cost.js';
import { LIMITS } from './limits.js';
import { badRequest } from './refuse.js';

/** What a client sent, of the right shape but not yet judged. */
export interface OperationRequest {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
}

/** An operation that keeps the limits. */
export interface Operation {
  readonly document: DocumentNode;
  readonly node: OperationDefinitionNode;
  /** Whether it asks for the schema itself. */
  readonly introspects: boolean;
  /** What it costs whoever asks, in objects: at least one. */
  readonly cost: number;
  /** The mutation that it is, if it is one of the schema. */
  readonly mutation?: string;
}

interface Tally {
  fields: number;
  aliases: number;
  directives: number;
  schemas: number;
  introspects: boolean;
}

interface Parsed {
  readonly document: DocumentNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly tally: Tally;
}

/** Short documents that were found to keep the limits, newest last, so that a client's usual ones are read once. Bounded in number and length. */
const seen = new Map<string, Parsed>();
const SEEN = { most: 200, longest: 4_000 } as const;

/**
 * Reads a document and holds it to the limits, in time that grows with its length only and long before it is validated or run.
 * @throws GraphQLError (BAD_USER_INPUT) that says which limit was passed, or what cannot be read.
 */
export function readOperation(request: OperationRequest, schema: GraphQLSchema): Operation {
  judgeVariables(request.variables ?? {});
  const { document, fragments, tally } = seen.get(request.query) ?? readDocument(request.query);
  const node = chosen(document, request.operationName);
  const { depth, cost } = measure({ schema, fragments, operation: node, variables: request.variables ?? {} });
  atMost('fields inside each other', depth, LIMITS.depth);
  atMost('objects in the answer (each list counts with as many rows as it may have; ask for fewer rows with `first`)', cost, LIMITS.cost);
  const mutation = mutationOf(node, schema);
  return { document, node, introspects: tally.introspects, cost: priceOf(cost, tally, node), ...(mutation ? { mutation } : {}) };
}

function readDocument(source: string): Parsed {
  const document = parsed(source);
  const tally: Tally = { fields: 0, aliases: 0, directives: 0, schemas: 0, introspects: false };
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    else if (definition.kind !== Kind.OPERATION_DEFINITION) throw badRequest('A document may hold operations and fragments only.');
    else countOperation(definition, tally);
    countDirectives(definition, tally);
    countFields(definition.selectionSet, tally, 1);
  }
  judge(tally);
  const found = { document, fragments, tally };
  if (source.length <= SEEN.longest) remember(source, found);
  return found;
}

function parsed(source: string): DocumentNode {
  try {
    return parse(source, { maxTokens: LIMITS.tokens, noLocation: true });
  } catch (error) {
    if (error instanceof RangeError) throw badRequest('The document nests its values too deeply to be read.');
    if (!(error instanceof GraphQLError)) throw error;
    if (error.message.includes('tokens')) throw badRequest(`The document is too long: at most ${LIMITS.tokens} tokens are read.`);
    throw new GraphQLError(error.message, {
      source: error.source,
      positions: error.positions,
      extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
    });
  }
}

function countOperation(operation: OperationDefinitionNode, tally: Tally): void {
  for (const variable of operation.variableDefinitions ?? []) countDirectives(variable, tally);
}

/** Only as deep as the deepest honest document, so that a deep one cannot use up the stack either. */
function countFields(set: SelectionSetNode, tally: Tally, depth: number): void {
  atMost('fields inside each other', depth, LIMITS.introspectionDepth);
  for (const selection of set.selections) {
    countDirectives(selection, tally);
    if (selection.kind === Kind.FRAGMENT_SPREAD) continue;
    if (selection.kind === Kind.FIELD) countField(selection.name.value, selection.alias !== undefined, tally);
    if (selection.selectionSet) countFields(selection.selectionSet, tally, depth + 1);
  }
}

function countField(name: string, isRenamed: boolean, tally: Tally): void {
  tally.fields += 1;
  if (isRenamed) tally.aliases += 1;
  if (name === '__schema') tally.schemas += 1;
  if (name === '__schema' || name === '__type') tally.introspects = true;
}

function countDirectives(node: { readonly directives?: readonly DirectiveNode[] }, tally: Tally): void {
  tally.directives += node.directives?.length ?? 0;
}

function judge(tally: Tally): void {
  atMost('renamed fields (aliases)', tally.aliases, LIMITS.aliases);
  atMost('directives', tally.directives, LIMITS.directives);
  atMost('fields', tally.fields, LIMITS.fields);
  atMost('questions for the whole schema', tally.schemas, 1);
}

function chosen(document: DocumentNode, name: string | null | undefined): OperationDefinitionNode {
  const operation = getOperationAST(document, name);
  if (!operation)
    throw badRequest(
      name
        ? `The document has no operation of the name that \`operationName\` says.`
        : 'The document must hold one operation, or `operationName` must say which one is meant.',
    );
  if (operation.operation === OperationTypeNode.MUTATION) judgeMutation(operation);
  return operation;
}

/** Each change has its own answer and its own retry. Fragments at the root could hide further fields, and no client needs them there. */
function judgeMutation(operation: OperationDefinitionNode): void {
  const roots = operation.selectionSet.selections.filter((root) => root.kind !== Kind.FIELD || root.name.value !== '__typename');
  if (roots.some(({ kind }) => kind !== Kind.FIELD)) throw badRequest('Name the field of a mutation itself, not through a fragment.');
  atMost('fields at the root of a mutation', roots.length, LIMITS.mutationFields);
}

/** Only objects are judged: lists are cut short in what the library repeats. Deeper than any input there is nothing to find. */
function judgeVariables(value: unknown, depth = 0): void {
  if (typeof value !== 'object' || value === null || depth > LIMITS.depth) return;
  const inner = Object.values(value);
  if (!Array.isArray(value)) atMost('fields of one object in the variables', inner.length, LIMITS.variableFields);
  for (const one of inner) judgeVariables(one, depth + 1);
}

function priceOf(objects: number, { introspects }: Tally, { operation }: OperationDefinitionNode): number {
  const more = (operation === OperationTypeNode.MUTATION ? LIMITS.mutationCost : 0) + (introspects ? LIMITS.schemaCost : 0);
  return Math.max(1, objects) + more;
}

/** The name of the field, if the schema knows it: only then may it stand in a log. */
function mutationOf({ operation, selectionSet }: OperationDefinitionNode, schema: GraphQLSchema): string | undefined {
  if (operation !== OperationTypeNode.MUTATION) return undefined;
  const known = schema.getMutationType()?.getFields() ?? {};
  const names = selectionSet.selections.map((root) => (root.kind === Kind.FIELD ? root.name.value : ''));
  return names.find((name) => Object.hasOwn(known, name));
}

function atMost(what: string, found: number, most: number): void {
  if (found > most) throw badRequest(`This asks for too much: ${found} ${what}. At most ${most}.`);
}

function remember(source: string, found: Parsed): void {
  const [oldest] = seen.keys();
  if (seen.size >= SEEN.most && oldest !== undefined) seen.delete(oldest);
  seen.set(source, found);
}
