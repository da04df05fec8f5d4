/**
 * Keeps apps/api/src/schema.graphql, the committed snapshot of what clients see, in step with the code. The api's `schemaText()`
 * builds the schema from the resolvers alone: no database, no server.
 */
import { keep } from './generated.mjs';

const { schemaText } = await import('../dist/apps/api/src/schema.js');

await keep({ 'apps/api/src/schema.graphql': await schemaText() }, 'npm run schema');
