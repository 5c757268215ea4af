"""probe: walk all routes with odd input, as owner; report 500s"""
import io, pytest
from webapp.core.db import db
def test_probe(app, world, sign_in, owner, client, admin):
    app.config["PROPAGATE_EXCEPTIONS"]=False; app.testing=False
    from webapp.core.extensions import limiter; limiter.enabled=False; app.config["RATELIMIT_ENABLED"]=False
    world.purchase; world.serial
    n={}
    owner.locale="en"
    b=sign_in(owner); a=sign_in(admin)
    bad=[]
    values={"ref":world.purchase.ref}
    from werkzeug.routing import BuildError
    for who,name in ((b,"owner"),(a,"admin"),(client,"anon")):
        for rule in app.url_map.iter_rules():
            for odd in ("x","0","99999999999999","\u202e","a\x00b","%","../x","𝟙","١٢"):
                args={}
                for arg in rule.arguments:
                    args[arg]=world.purchase.ref if arg=="ref" and odd=="x" else odd
                    conv=rule._converters[arg]
                    if type(conv).__name__=="RowId":
                        args[arg]=1 if odd!="99999999999999" else None
                if None in args.values(): continue
                try: path=rule.build(args)[1]
                except Exception: continue
                for m in sorted(rule.methods-{"OPTIONS","HEAD"}):
                    kws=[{}]
                    if m!="GET": kws=[{}, {"data":{"next":odd,"email":odd,"serial":odd,"model":odd,"code":odd,"secret":odd,"endpoint":odd}}, {"json":[1]}, {"json":{"endpoint":5,"keys":3,"locale":[]}}]
                    else: kws=[{"query_string":{"q":odd,"after":odd,"before":odd,"due":odd,"model":odd,"serial":odd,"page":odd,"next":odd,"days":odd,"on":odd,"date":odd,"month":odd}}]
                    for kw in kws:
                        if rule.endpoint in("accounts.erase","accounts.sign_out") or "end" in rule.endpoint.split(".")[-1]: continue
                        try:
                            r=who.open(path,method=m,**kw)
                        except Exception as e:
                            bad.append((name,m,rule.rule,repr(odd),str(kw)[:60],repr(e)[:200])); continue
                        n[(name,r.status_code)]=n.get((name,r.status_code),0)+1
                        if r.status_code>=500 and rule.endpoint!="worker_health": bad.append((name,m,rule.rule,repr(odd),str(kw)[:60],r.status_code))
                if not rule.arguments and odd!="x" and "GET" not in rule.methods: break
    app.testing=True
    seen=set()
    for x in bad:
        k=(x[1],x[2],x[4][:20])
        if k in seen: continue
        seen.add(k); print(x)
    print(len(bad), n); limiter.enabled=True; app.config["RATELIMIT_ENABLED"]=True
