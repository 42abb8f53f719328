import { defineRule } from '#crawler/classify/define-rule.ts';
import { takesRequest } from '#crawler/classify/rules/inspect/request.ts';

/** Calls any endpoint. */
export const callsAnyEndpoint = defineRule({
  id: 'calls-any-endpoint',
  title: 'Calls any endpoint',
  explains: 'One tool that passes any request on can do whatever the API can.',
  advice: 'Ask for approval, or allow only chosen paths.',
  capability: 'call-api',
  actions: [
    {
      verbs: 'call invoke execute make send perform issue request',
      objects: ['request'],
      unless: ['repository', 'access', 'mark', 'number'],
    },
    { verbs: 'proxy passthrough forward+proxy' },
    { verbs: 'forward relay', objects: ['request'], unless: ['call', 'repository', 'access'] },
    { verbs: 'patch put post', objects: ['request'], only: 'text' },
  ],
  phrases: ['get post|put|patch|delete'],
  inspect: takesRequest,
  matches: [
    ['shop_request', 'Make a custom request to the shop.', { is: 'execute' }],
    [
      'make_api_request',
      'Makes a request to any endpoint of the API.',
      { is: 'execute', parameters: { path: { type: 'string' }, body: { type: 'object' } } },
    ],
    ['relay_request', 'Forwards a request to the service behind it.', { is: 'execute' }],
    ['forward_request', '', { is: 'execute' }],
    ['web_post', 'Make a POST request to the specified URL', { is: 'execute', why: 'no parameter is known' }],
    ['gateway', 'Forwards a request to the desk behind it.', { is: 'execute' }],
    ['gateway', 'Forwards requests to the desk behind it.', { is: 'execute', why: 'two plurals: the first is a verb' }],
    ['forwardProxy', '', { is: 'execute' }],
    ['call_endpoint', 'Calls an endpoint by name.', { is: 'execute' }],
    [
      'gateway',
      'Passes a request through.',
      {
        is: 'destructive',
        parameters: { method: { type: 'string', enum: ['GET', 'POST', 'DELETE'] }, path: { type: 'string' } },
        why: 'worst branch of the method',
      },
    ],
    ['many_calls', 'Combines calls. A call has a method (GET, POST, PATCH or DELETE) and a path.', { is: 'execute' }],
    [
      'ledger_proxy',
      'Talks to the ledger.',
      {
        why: 'a method beside the place it is sent to',
        parameters: { http_method: { type: 'string' }, resource: { type: 'string' } },
      },
    ],
  ],
  misses: [
    ['arithmetic', 'Performs arithmetic operations.'],
    ['forward_letter', 'Forwards a letter to somebody.'],
    ['forward_call', 'Forwards a call to another phone.'],
    ['list_endpoints', 'Lists endpoints.'],
    ['create_pull_request', 'Creates a pull request.'],
    ['get_request', 'Returns a recorded request.'],
    ['mix_paint', 'Make a POST request to paint/v1/mix'],
  ],
});
