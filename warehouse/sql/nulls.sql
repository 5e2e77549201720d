SELECT {{counts}} FROM {{table}}
