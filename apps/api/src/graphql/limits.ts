/**
 * What one request may ask for (promise 13). Checked in a pass of its own before the standard validation, since validation itself can be made slow:
 * with the defaults of the libraries one request of 25 KB ran 1,000 mutations, and a document of 35 KB blocked the process for 1.5 s.
 */
export const LIMITS = {
  /** Bytes of a request's body, and of one message on a socket. */
  bodyBytes: 65_536,
  /** Bytes of a file of people: 10,000 rows need about one million. */
  fileBytes: 4_194_304,
  /** Rows of a file of people. */
  fileRows: 20_000,
  /** What such a file costs, in objects, however much of it is done. */
  fileCost: 5_000,
  /** Bytes of a policy book, and its files: a thousand pages of policy are three million. */
  bookBytes: 16_777_216,
  bookFiles: 1_000,
  /** Characters of the front matter of one file: a hundred causes have six thousand at most. */
  bookHeadLength: 8_192,
  /** What a policy book costs, in objects, either way. */
  bookCost: 2_000,
  /** Bytes of a body of SCIM: a team of 3,000 members. */
  scimBytes: 262_144,
  /** What beginning a file of a list costs, in objects, and each hundred rows of it. A quarter of what pages of the API cost: nobody else reads them. */
  exportCost: 100,
  exportPageCost: 25,
  /** Files of lists under way at the same time: of one human, and in one process. */
  exportsEach: 2,
  exports: 8,
  /** How long a file may take, in milliseconds: what is cut off then is seen to be. */
  exportMs: 600_000,
  /** Lexical tokens of a document. */
  tokens: 2_000,
  /** Fields inside each other. */
  depth: 10,
  /** Fields inside each other in the introspection of the schema, whose own query has 15. */
  introspectionDepth: 16,
  /** Renamed fields in a document. */
  aliases: 15,
  /** Uses of directives in a document. */
  directives: 10,
  /** Fields at the root of a mutation. */
  mutationFields: 1,
  /** Rows of a page. */
  page: 100,
  /** Objects that an operation could answer at most: see cost.ts. */
  cost: 1_000,
  /**
   * Fields named in a document. The question for the whole schema has 60. The validation compares fields in pairs: 480 that are the same held the
   * process for 0.2 s, 300 hold it for 0.08 s.
   */
  fields: 300,
  /** What a mutation costs besides the objects of its answer: a write costs more than a read. */
  mutationCost: 10,
  /** What asking for the schema costs besides: it is large, and counted as no object. */
  schemaCost: 100,
  /** Fields of one object in the variables: the largest input has thirty. Each that is unknown makes an error, which repeats them all. */
  variableFields: 100,
  /** Subscriptions at the same time on one socket. */
  subscriptions: 20,
  /** Sockets of one person at the same time in one process: windows of a browser share nothing. */
  sockets: 20,
  /** Messages of a client on one socket in a minute: beginning and ending every subscription ten times over. */
  messagesPerMinute: 600,
} as const;
