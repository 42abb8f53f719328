import { defineRule } from '#crawler/classify/define-rule.ts';

/** Computes an answer. */
export const computesAnswer = defineRule({
  id: 'computes-answer',
  title: 'Computes an answer',
  explains: 'A calculation or check keeps nothing and touches nothing.',
  advice: 'Allow it.',
  capability: 'compute-answer',
  actions: [
    {
      verbs:
        'calculate compute validate parse analyze analyse compare estimate predict classify extract summarize translate diff lint encode decode hash forecast preview tokenize detokenize suggest recommend rank score solve detect recognize deduce decompile disassemble demangle deobfuscate simplify snap+to intersect interpret derive count+tokens evaluate assess simulate correlate cluster tally aggregate add+up lemmatize proofread critique verify typecheck cross+check dry+run dryrun precheck determine disambiguate highlight+text outline optimize',
    },
    {
      verbs:
        'convert format transform match geocode reverse+geocode project rewrite rephrase paraphrase minify beautify prettify escape unescape normalize merge+text split+text encrypt decrypt interpolate compress+text humanize slugify strip',
      unless: ['file', 'trade', 'money', 'mark', 'repository'],
    },
    {
      verbs: 'generate produce',
      objects: ['code', 'query', 'info', 'thought', 'inquiry', 'credential', 'draft', 'prose'],
    },
    { verbs: 'test', only: 'text' },
    { verbs: 'test', objects: ['order', 'trade'] },
    { verbs: 'build', objects: ['query', 'identifier', 'request'] },
    { verbs: 'roll flip+coin draw+card pick randomize shuffle' },
    { verbs: 'plan', unless: ['message'] },
    {
      verbs: 'generate draw merge combine clip produce',
      objects: ['figure'],
    },
    { verbs: 'plot visualize' },
    { verbs: 'enrich', objects: ['info'] },
    { verbs: 'convert', near: ['template'] },
    { verbs: 'convert', scopes: ['template'] },
    { verbs: 'convert+to', objects: ['template'] },
    { verbs: 'convert', objects: ['identifier', 'number'], apart: ['file'] },
    { verbs: 'convert', scopes: ['number', 'identifier'] },
    { verbs: 'convert+to', objects: ['number', 'identifier'] },
    { verbs: 'add sum multiply', objects: ['number'] },
    { verbs: 'perform', near: ['number'] },
    { verbs: 'split', objects: ['invoice'], outside: ['payments'] },
    {
      verbs:
        'multiply divide subtract chunk concat concatenate condense decompose sanitize serialize deserialize categorize quantify appraise triage obfuscate clarify justify',
    },
    { verbs: 'render', unless: ['asset', 'job'] },
    { verbs: 'diagnose debug troubleshoot profile+code benchmark inspect+code' },
    { verbs: 'run execute perform do make conduct', objects: ['inquiry'] },
  ],
  matches: [
    [
      'query_cost',
      'Estimates the cost of a query.',
      { is: 'read', why: 'worked out, not run', parameters: { sql: { type: 'string' } } },
    ],
    ['arithmetic', 'Performs arithmetic operations.', { is: 'read' }],
    ['to_markdown', 'Converts a PDF to Markdown.', { is: 'read' }],
    ['convert_to_markdown', 'Converts a page to Markdown.', { is: 'read' }],
    [
      'convert_to_base_unit',
      'Converts an amount of a token to its base unit.',
      { is: 'read', server: { name: 'Token wallet on Ethereum' } },
    ],
    ['calculate_shipping_cost', 'Works out what a parcel costs.', { is: 'read' }],
    ['validate_iban', '', { is: 'read' }],
    [
      'run_compound_interest_calculator',
      'Calculates compound interest over a number of years.',
      { is: 'read', why: 'run in front of a pure calculator' },
    ],
    ['convert_units', 'Converts between units of length.', { is: 'read' }],
    ['summarize_text', 'Summarizes the given text.', { is: 'read' }],
    ['template_render', 'Renders a template with sample values.', { is: 'read' }],
    ['strip_html', 'Strips the HTML from a text.', { is: 'read' }],
    ['generate_reply', 'Generates a reply to a review.', { is: 'read' }],
    ['split_bill', 'Splits a bill among friends.', { is: 'read' }],
    ['sum_up', 'Adds two numbers.', { is: 'read' }],
    ['generate_formula', 'Generates a formula for a sheet.', { is: 'read' }],
    ['pulse', 'Runs a health probe.', { is: 'read' }],
  ],
  misses: [
    ['delete_comparison', 'Deletes a saved comparison.'],
    [
      'execute_conversion',
      'Executes a currency conversion on your balance.',
      {
        server: { name: 'Coin desk', tools: ['execute_conversion', 'get_ticker', 'get_orderbook'] },
        why: 'money moves',
      },
    ],
    ['update_estimate', 'Changes the estimate of a task.'],
    ['create_test_case', 'Creates a test case.'],
  ],
});
