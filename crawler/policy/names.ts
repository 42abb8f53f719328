/** Names of tools that some places cannot tell from a pattern. */

/**
 * True where a gateway could read the name as a pattern. The protocol does not allow `*` in tool names; a tool that has
 * it is denied, and is left out of documents for gateways, so that the default stops it and no other tool is hidden or
 * allowed along with it.
 */
export function isWildcardName(toolName: string): boolean {
  return toolName.includes('*') || toolName === '';
}
