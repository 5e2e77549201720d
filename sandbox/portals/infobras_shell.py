"""The weight that an INFOBRAS page carries around its few values: menu, styles, dialogs and scripts.

Real pages weigh 200 KB (execution) and 800 KB (summary), nearly all of it the same on every page (sources §2.5). This
text is made once, at the first page asked for; it holds no value of any work and no name of any array.
"""

from __future__ import annotations

from functools import lru_cache

EXECUTION_BYTES, SUMMARY_BYTES = 200_000, 800_000

_RULE = ".panel-{n}{{margin:0;padding:{n}px 12px;border:1px solid #d9d9d9;font-size:13px;line-height:1.4}}\n"
_DIALOG = """<div class="modal fade" id="dlg-{n}" tabindex="-1" role="dialog" aria-labelledby="tit-{n}"><div class="modal-dialog">
<div class="modal-content"><div class="modal-header"><h4 class="modal-title" id="tit-{n}">Documento {n}</h4></div>
<div class="modal-body"><p>Vista previa del documento registrado por la entidad.</p></div></div></div></div>
"""  # noqa: E501
_SCRIPT = """function pintarFila{n}(o){{var f="<tr>";for(var k in o){{f+="<td>"+(o[k]===null?"":o[k])+"</td>";}}\
$("#grilla{n}").append(f+"</tr>");if(o.Codigo>0){{$("#dlg-{n}").data("codigo",o.Codigo);}}return f;}}
"""


@lru_cache(maxsize=4)
def weight(size: int) -> tuple[str, str]:
    """Give what stands before and after the values of a page that shall weigh about *size* bytes."""
    styles, dialogs, scripts = (_filled(pattern, size * share // 100) for pattern, share in _SHARES)
    return f"<style>\n{styles}</style>\n", f"{dialogs}<script>\n{scripts}</script>\n"


_SHARES = ((_RULE, 15), (_DIALOG, 35), (_SCRIPT, 44))


def _filled(pattern: str, size: int) -> str:
    count = size // len(pattern.format(n=1000)) + 1
    return "".join(pattern.format(n=number) for number in range(1, count + 1))
