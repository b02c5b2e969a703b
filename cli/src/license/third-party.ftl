<#setting locale="en_US"><#-- of which the order depends -->
# Third-party libraries

Libraries that come with Volta, in its folder `lib` and in the jars for nodes. Maven writes this list, see
[CONTRIBUTING.md](CONTRIBUTING.md).

| Library | Version | Licence |
|---|---|---|
<#assign lines = []>
<#list dependencyMap as entry>
<#assign p = entry.getKey()>
<#assign licences = entry.getValue()?join(", ")>
<#if p.artifactId == "volta-picocli"><#-- picocli's sources, compiled anew -->
<#assign lines += ["info.picocli:picocli | " + p.properties["picocli.version"] + " | " + licences]>
<#elseif p.groupId != "dev.volta">
<#assign lines += [p.groupId + ":" + p.artifactId + " | " + p.version + " | " + licences]>
</#if>
</#list>
<#list lines?sort as line>
| ${line} |
</#list>
