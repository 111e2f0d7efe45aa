"""Chat templates in the manner of three widely used families, each with the refusals that family is known for.

They are written for these tests. `RENDERERS` renders rows as `apply_chat_template` of common training programs does: a
sandboxed Jinja environment with `tojson` and `raise_exception`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from jinja2.exceptions import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

CHATML = """\
{%- if messages[0].role != 'system' %}{{ raise_exception('want a system message first') }}{% endif -%}
<|im_start|>system
{{ messages[0].content }}

# Tools
<tools>
{%- for tool in tools %}
{{ tool | tojson }}
{%- endfor %}
</tools><|im_end|>
{% for message in messages[1:] %}
{%- if message.role == 'user' -%}
<|im_start|>user
{{ message.content }}<|im_end|>
{% elif message.role == 'assistant' -%}
<|im_start|>assistant
{%- if message.content %}
{{ message.content }}
{%- endif %}
{%- for call in message.tool_calls or [] %}
<tool_call>
{"name": {{ call.function.name | tojson }}, "arguments": {{ call.function.arguments | tojson }}}
</tool_call>
{%- endfor %}<|im_end|>
{% elif message.role == 'tool' -%}
{%- if loop.previtem.role != 'tool' %}<|im_start|>user{% endif %}
<tool_response>
{{ message.content }}
</tool_response>
{%- if loop.last or loop.nextitem.role != 'tool' %}<|im_end|>
{% endif %}
{%- else %}{{ raise_exception('unknown role ' ~ message.role) }}
{%- endif %}
{%- endfor %}"""

HEADERS = """\
{%- if messages[0].role != 'system' %}{{ raise_exception('want a system message first') }}{% endif -%}
<|begin_of_text|><|start_header_id|>system<|end_header_id|>

Environment: ipython

{{ messages[0].content }}<|eot_id|>
{%- if messages[1].role != 'user' %}{{ raise_exception('cannot put tools in the first user message') }}{% endif -%}
<|start_header_id|>user<|end_header_id|>

{% for tool in tools %}{{ tool | tojson(indent=4) }}

{% endfor %}{{ messages[1].content }}<|eot_id|>
{%- for message in messages[2:] %}
{%- if message.role == 'tool' -%}
<|start_header_id|>ipython<|end_header_id|>

{{ message.content }}<|eot_id|>
{%- elif message.tool_calls -%}
{%- if message.tool_calls | length != 1 %}{{ raise_exception('only single tool calls at once') }}{% endif -%}
<|start_header_id|>assistant<|end_header_id|>

{{ message.content }}{"name": "{{ message.tool_calls[0].function.name }}", "parameters": \
{{ message.tool_calls[0].function.arguments | tojson }}}<|eot_id|>
{%- else -%}
<|start_header_id|>{{ message.role }}<|end_header_id|>

{{ message.content }}<|eot_id|>
{%- endif %}
{%- endfor %}"""

INSTRUCT = """\
{%- set state = namespace(expected='user', number=0) -%}
{%- for message in messages if message.role == 'user' or (message.role == 'assistant' and not message.tool_calls) %}
{%- if (message.role == 'user') != (state.number % 2 == 0) %}
{{- raise_exception('want user and assistant in turn, calls and results aside') }}
{%- endif %}
{%- set state.number = state.number + 1 %}
{%- endfor -%}
<s>
{%- for message in messages %}
{%- if message.role == 'system' -%}
[SYSTEM_PROMPT]{{ message.content }}[/SYSTEM_PROMPT]
{%- elif message.role == 'user' -%}
{%- if loop.index0 == 1 %}[AVAILABLE_TOOLS]{{ tools | tojson }}[/AVAILABLE_TOOLS]{% endif -%}
[INST]{{ message.content }}[/INST]
{%- elif message.tool_calls -%}
{{ message.content }}[TOOL_CALLS][
{%- for call in message.tool_calls %}
{%- if call.id | length != 9 or not call.id.isalnum() %}{{ raise_exception('want nine letters or digits') }}{% endif -%}
{"name": "{{ call.function.name }}", "arguments": {{ call.function.arguments | tojson }}, "id": "{{ call.id }}"}
{%- if not loop.last %}, {% endif %}
{%- endfor %}]</s>
{%- elif message.role == 'assistant' -%}
{{ message.content }}</s>
{%- else -%}
{%- if message.tool_call_id | length != 9 %}{{ raise_exception('want ids of nine letters or digits') }}{% endif -%}
[TOOL_RESULTS]{"content": {{ message.content | tojson }}, "call_id": "{{ message.tool_call_id }}"}[/TOOL_RESULTS]
{%- endif %}
{%- endfor %}"""


def _renderer(template: str) -> Callable[[Mapping[str, Any]], str]:
    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)

    def raise_exception(message: str) -> None:
        raise TemplateError(message)

    environment.globals["raise_exception"] = raise_exception
    environment.filters["tojson"] = lambda value, indent=None: json.dumps(
        value, ensure_ascii=False, indent=indent
    )
    compiled = environment.from_string(template)
    return lambda row: compiled.render(messages=row["messages"], tools=row["tools"])


RENDERERS = {"chatml": _renderer(CHATML), "headers": _renderer(HEADERS), "instruct": _renderer(INSTRUCT)}
