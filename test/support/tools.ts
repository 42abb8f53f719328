/** Turns a rule's example into a tool definition. */
import type { Example } from '#crawler/classify/define-rule.ts';
import type { ServerContext, ToolDefinition } from '#db/types.ts';

/** The definition an example stands for. */
export const toolOf = ([name, description, more]: Example): ToolDefinition => ({
  name,
  ...(description === undefined ? {} : { description }),
  inputSchema: {
    type: 'object',
    properties: more?.parameters ?? {},
    ...(more?.required ? { required: more.required } : {}),
  },
  ...(more?.title ? { title: more.title } : {}),
  ...(more?.annotations ? { annotations: more.annotations } : {}),
});

/** The server an example stands on, if it needs one. */
export const serverOf = ([, , more]: Example): ServerContext | undefined => more?.server;
